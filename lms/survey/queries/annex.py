"""The annex of a signed table as a paper, made from its frozen content and nothing else: the same content, the same bytes."""
from datetime import datetime

from lms import clock
from lms.documents.rules.lists import Closing, Gap, ListSigner, RollUpFacts, UnitNeeds, roll_up_values
from lms.documents.rules.wording import short_date, thousands
from lms.pdf.plain import plain
from lms.pdf.render import render_safely
from lms.survey.rules.rollup import NO_VALUE

WHY = {"silent": "Chưa gửi", "returned": "Trả lại, chưa gửi lại", "waiting": "Chưa được tiếp nhận", "upper": "Cấp trên chưa được tiếp nhận"}
MOST_CORRECTIONS = 40


def annex_facts(content: dict, sha256: str) -> RollUpFacts:
    """What the paper says."""
    signed = clock.local(datetime.fromisoformat(content["signed_at"]))
    codes = [code for code, _title in content["groups"]]
    codes += [NO_VALUE] if any(NO_VALUE in unit["cells"] for unit in content["units"]) else []
    which = f"bản chốt ngày {short_date(signed.date())}" if content["number"] == 1 else f"bản bổ sung số {content['number'] - 1} ngày {short_date(signed.date())}"
    return RollUpFacts(
        issuer_name=content["level_name"], parent_name=content["above"], subtitle=_subtitle(content), running=f"Đợt {content['round']}, {which}",
        codes=tuple(codes), units=tuple(_unit(unit, codes) for unit in content["units"]), legend=_legend(content, codes), corrections=_corrections(content),
        closing=Closing(f"{signed:%H} giờ {signed:%M} phút ngày {signed:%d} tháng {signed.month} năm {signed.year}", tuple(_gap(gap) for gap in content["gaps"]), sha256),
        place=content["place"], signed_on=signed.date(), left=ListSigner(("Người tổng hợp",)), right=ListSigner((content["post"],), content["signer"], ""))


def _subtitle(content: dict) -> str:
    first = f"Đợt {content['round']}: {content['title']}."
    if content["number"] == 1:
        return first
    return f"{first} Bản bổ sung số {content['number'] - 1}, lý do: {content['reason'].rstrip('.')}. Mã băm bản trước: {content['before'][:16]}…"


def _unit(unit: dict, codes: list[str]) -> UnitNeeds:
    name = f"{unit['unit']} (phiếu của mình)" if unit["own"] else unit["unit"]
    if unit["why"]:
        return UnitNeeds(name, None, 0, "KHUYẾT")
    cells = [unit["cells"].get(code, [0, 0]) for code in codes]
    state = "không có nhu cầu" if unit["no_need"] and not unit["asked"] else "muộn" if unit["late"] else "đúng hạn"
    state += f", khuyết {unit['missing']:02d} cấp dưới" if unit["missing"] else ""
    return UnitNeeds(name, tuple(now for now, _asked in cells), unit["asked"], state, tuple(place for place, (now, asked) in enumerate(cells) if now != asked))


def _gap(gap: dict) -> Gap:
    days = ", ".join(short_date(clock.local(datetime.fromisoformat(at)).date()) for at in gap["reminded"]) or "chưa"
    reason = ". ".join(part for part in (WHY[gap["why"]], gap["reason"].strip().rstrip(".")) if part)
    return Gap(f"{gap['unit']} ({gap['code']})", days, f"{reason} ({gap['by']} nêu)" if gap["by"] and gap["reason"] else reason)


def _legend(content: dict, codes: list[str]) -> str:
    told = "; ".join(f"{code} {title[:1].lower()}{title[1:]}" for code, title in content["groups"])
    return told + (f"; {NO_VALUE} chưa rõ nhóm." if NO_VALUE in codes else ".")


def _corrections(content: dict) -> str:
    """Corrections on the way up, then what a supplement changes."""
    told = [f"{one['unit']}, dòng {one['line']}: {thousands(one['before'])} thành {thousands(one['after'])}, {one['level']}, {one['by']}, "
            f"{short_date(clock.local(datetime.fromisoformat(one['at'])).date())}: {one['reason'].rstrip('.')}." for one in content["corrections"][:MOST_CORRECTIONS]]
    if (more := len(content["corrections"]) - MOST_CORRECTIONS) > 0:
        told.append(f"Và {more} đính chính khác, ghi đủ trong bản chốt.")
    changes = [f"{one['unit']}: {thousands(one['before'])} thành {thousands(one['after'])}." for one in content["changes"]]
    return " ".join(told + (["Khác bản trước:"] + changes if changes else []))


def check_annex(content: dict, sha256: str) -> None:
    """Raise the problem that would stop the rendering, before anything is signed."""
    plain(roll_up_values(annex_facts(content, sha256)))


def annex_pdf(content: dict, sha256: str) -> bytes:
    """The bytes, made in a child process: reasons are texts that people wrote."""
    return render_safely("tong_hop", roll_up_values(annex_facts(content, sha256)), identifier=f"needs-table {sha256}")
