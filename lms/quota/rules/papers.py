"""The frozen content of the tờ trình and of the decision: plain values, in Vietnamese, as the papers print them."""


def submission_body(year: int, round_code: str, figures: dict) -> dict:
    """What the proposal says to the authority."""
    goals = figures["goals"]
    return {
        "to": "Cấp có thẩm quyền",
        "paragraphs": [
            f"Căn cứ kết quả đợt khảo sát nhu cầu {round_code}, Thường trực Ban Chỉ đạo đề nghị giao chỉ tiêu bồi dưỡng chuyển đổi số năm {year}.",
            f"Tổng nhu cầu: {figures['asked']} lượt người. Đề nghị giao: {figures['seats']} chỗ trong {figures['classes']} lớp.",
            f"Nhu cầu bắt buộc được đáp ứng {goals['mandatory'][0]} trên {goals['mandatory'][1]}; nhu cầu ưu tiên {goals['priority'][0]} trên {goals['priority'][1]}.",
        ],
        "figures": figures,
    }


def decision_body(year: int, round_code: str, figures: dict, annex: dict) -> dict:
    """What the decision grants, with its annex."""
    return {
        "bases": [f"Căn cứ kết quả đợt khảo sát nhu cầu {round_code}", f"Xét đề nghị của Thường trực Ban Chỉ đạo về chỉ tiêu năm {year}"],
        "recipients": ["Các đơn vị đầu mối trực thuộc", "Các học viện, nhà trường", "Lưu: VT, BCĐ"],
        "articles": [
            f"Giao {figures['seats']} chỉ tiêu bồi dưỡng chuyển đổi số năm {year}, trong {figures['classes']} lớp tại các học viện, nhà trường theo Phụ lục kèm theo.",
            "Các đơn vị cử người đi học đúng đối tượng, đúng số lượng; các học viện, nhà trường tổ chức lớp theo kế hoạch.",
            "Quyết định có hiệu lực kể từ ngày ký. Thủ trưởng các đơn vị có liên quan chịu trách nhiệm thi hành.",
        ],
        "annex": annex,
        "figures": figures,
    }
