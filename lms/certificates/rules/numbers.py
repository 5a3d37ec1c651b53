"""Register number, serial and verification code of a certificate."""
import secrets

from lms.pdf.codes import crockford, read_crockford

BOOKS = {"chung_chi": "CC", "chung_nhan": "CN"}
CODE_LENGTH = 16


def register_series(issuer_id: int, year: int) -> str:
    """The counter of a register: one for each issuer and year."""
    return f"certificate/{issuer_id}/{year}"


def serial_series(issuer_id: int) -> str:
    """The counter of serials: one for each issuer, never begun again."""
    return f"serial/{issuer_id}"


def register_text(number: int, year: int, kind: str, symbol: str) -> str:
    """`0417/2027/CC-HVMA`."""
    return f"{number:04d}/{year}/{BOOKS[kind]}-{symbol}"


def serial_text(symbol: str, number: int) -> str:
    """`HVMA-0004173`."""
    return f"{symbol}-{number:07d}"


def new_code() -> str:
    """80 random bits as 16 letters of Crockford's base 32: nobody guesses one."""
    return crockford(secrets.token_bytes(10))


def read_code(typed: str) -> str | None:
    """The code a person typed or a scanner read (spaces, hyphens, case, O I L forgiven); None when it cannot be one."""
    return read_crockford(typed[:60], CODE_LENGTH)


def verify_address(base_url: str, code: str) -> str:
    """The address in the QR code: capitals only, so that the code is small."""
    return f"{base_url}/VERIFY/{code}".upper()
