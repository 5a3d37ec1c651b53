def open_classes(*a): raise NotImplementedError
