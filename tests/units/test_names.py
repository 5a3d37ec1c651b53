"""A unit's kind is said once."""
import pytest

from lms.units.rules.names import kind_beside, placed


@pytest.mark.parametrize(("post", "unit", "said"), [
    ("Phó Trưởng phòng", "Phòng Chính trị", "Phó Trưởng phòng Chính trị"), ("Tư lệnh Quân khu", "Quân khu Mẫu 1", "Tư lệnh Quân khu Mẫu 1"),
    ("Chính trị viên Tiểu đoàn", "Tiểu đoàn Mẫu 1", "Chính trị viên Tiểu đoàn Mẫu 1"), ("Chủ nhiệm khoa", "Khoa Khoa học cơ bản", "Chủ nhiệm khoa Khoa học cơ bản"),
    ("Trợ lý", "Phòng Chính trị", "Trợ lý, Phòng Chính trị"), ("Giảng viên", "Khoa Công nghệ thông tin", "Giảng viên, Khoa Công nghệ thông tin"),
    ("Tham mưu trưởng", "Bộ Tham mưu", "Tham mưu trưởng, Bộ Tham mưu"), ("Trưởng ban", "Ban", "Trưởng ban"), ("", "Phòng Chính trị", "Phòng Chính trị"), ("Trợ lý", "", "Trợ lý")])
def test_a_post_and_its_unit_say_the_kind_once(post, unit, said):
    assert placed(post, unit) == said


@pytest.mark.parametrize(("kind", "name", "shown"), [
    ("Phòng", "Phòng Chính trị", ""), ("Trường sĩ quan", "Trường Sĩ quan Mẫu 1", ""), ("Doanh nghiệp", "Công ty Mẫu Cơ khí", "Doanh nghiệp"), ("Bộ", "Bộ", ""),
    ("Bộ Tham mưu", "Bộ Mẫu", "Bộ Tham mưu")])
def test_a_kind_is_shown_only_where_the_name_does_not_say_it(kind, name, shown):
    assert kind_beside(kind, name) == shown
