"""Own drawings of the papers, as pictures for CSS backgrounds: decoration that makes no figure in the tag tree and needs no alt text.

Units are 0.1 mm. The braid is drawn as two tiles that the page repeats and one tile of a medallion for all four corners: a tenth of the
bytes of one big path and half the time of a certificate.
"""
import base64
from functools import cache
from math import cos, pi, sin

GREEN, GOLD, PALE = "#35502f", "#b08a3e", "#9aa294"
AMPLITUDE, HALF_WAVE, PAIRS, SHIFT = 29, 50, 5, 10
HANDLE = 0.3642             # of a half wave: the cubic stays within 0.1 % of the sine


def _svg(width: float, height: float, body: str) -> str:
    """A drawing of width x height tenths of a millimetre as a data: address."""
    text = (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width / 10:g}mm" height="{height / 10:g}mm" '
            f'viewBox="0 0 {width:g} {height:g}">{body}</svg>')
    return "data:image/svg+xml;base64," + base64.b64encode(text.encode()).decode()


def _wave(shift: float, sign: int, axis: int) -> str:
    """One sine line over a tile of 100, from before its edge to behind it; `axis` is its middle, `sign` turns it over."""
    start, high, reach = shift - HALF_WAVE, AMPLITUDE * sign, HANDLE * HALF_WAVE
    parts = [f"M{start:g} {axis + high:g}"]
    for step in range(4):
        here, there = start + step * HALF_WAVE, start + (step + 1) * HALF_WAVE
        up, down = axis + high, axis - high
        parts.append(f"C{here + reach:.1f} {up:g} {there - reach:.1f} {down:g} {there:g} {down:g}")
        high = -high
    return "".join(parts)


def _braid(turn: str = "") -> str:
    lines = "".join(_wave(pair * SHIFT, sign, 32) for pair in range(PAIRS) for sign in (1, -1))
    return f'<path d="{lines}" fill="none" stroke="{GREEN}" stroke-width="1.1"{turn}/>'


def star(x: float, y: float, radius: float) -> str:
    """A gold five-pointed star around a point."""
    corners = []
    for step in range(10):
        reach, angle = radius * (1 if step % 2 == 0 else 0.382), -pi / 2 + step * pi / 5
        corners.append(f"{x + reach * cos(angle):.2f} {y + reach * sin(angle):.2f}")
    return f'<path d="M{"L".join(corners)}Z" fill="{GOLD}"/>'


def _rosette(centre: float, turn: float) -> str:
    """The closed curve r = 59 + 21 cos(10 a + turn) as cubics, four to a lobe."""
    def point(a):
        r = 59 + 21 * cos(10 * a + turn)
        return centre + r * cos(a), centre + r * sin(a)

    def slope(a):
        r, dr = 59 + 21 * cos(10 * a + turn), -210 * sin(10 * a + turn)
        return dr * cos(a) - r * sin(a), dr * sin(a) + r * cos(a)

    count = 40
    step = 2 * pi / count
    x, y = point(0)
    parts = [f"M{x:.1f} {y:.1f}"]
    for number in range(count):
        (x0, y0), (x1, y1) = point(number * step), point((number + 1) * step)
        (u0, v0), (u1, v1) = slope(number * step), slope((number + 1) * step)
        third = step / 3
        parts.append(f"C{x0 + u0 * third:.1f} {y0 + v0 * third:.1f} {x1 - u1 * third:.1f} {y1 - v1 * third:.1f} {x1:.1f} {y1:.1f}")
    return "".join(parts) + "Z"


def _medallion(centre: float) -> str:
    curves = "".join(_rosette(centre, turn * pi / 2) for turn in range(4))
    return (f'<circle cx="{centre:g}" cy="{centre:g}" r="88" fill="#fff" stroke="{GREEN}" stroke-width="4"/>'
            f'<path d="{curves}" fill="none" stroke="{GREEN}" stroke-width="1.1"/>'
            f'<circle cx="{centre:g}" cy="{centre:g}" r="31" fill="#fff" stroke="{GREEN}" stroke-width="2"/>' + star(centre, centre, 20))


def _ornament() -> str:
    return (f'<path d="M20 15L269 13L269 17Z" fill="{GOLD}"/><path d="M580 15L331 13L331 17Z" fill="{GOLD}"/>'
            f'<path d="M286 15L300 4L314 15L300 26Z" fill="{GREEN}"/>')


def _cut_frame(edge: float, stroke: float, colour: str) -> str:
    """A line around the sheet whose corners are cut by quarter circles of radius 60."""
    far_x, far_y, r = 2970 - edge, 2100 - edge, 60
    path = (f"M{edge + r} {edge}H{far_x - r}A{r} {r} 0 0 0 {far_x} {edge + r}V{far_y - r}A{r} {r} 0 0 0 {far_x - r} {far_y}"
            f"H{edge + r}A{r} {r} 0 0 0 {edge} {far_y - r}V{edge + r}A{r} {r} 0 0 0 {edge + r} {edge}Z")
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{stroke}"/>'


def _plain_frame() -> str:
    lines = _cut_frame(120, 9, GREEN) + _cut_frame(140, 2, GREEN) + _cut_frame(168, 3, GOLD)
    return lines + "".join(star(x, y, 17) for x in (142, 2828) for y in (142, 1958))


@cache
def _letters(text: str, spacing: float) -> tuple[str, float]:
    """The outlines of a text in the bold face (size 1 em = 1000), and its width: a mark that is drawn is never part of the text."""
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.ttLib import TTFont

    from lms.pdf.fonts import face_file
    with TTFont(face_file("bold")) as font:
        glyphs, names, scale = font.getGlyphSet(), font.getBestCmap(), 1000 / font["head"].unitsPerEm
        pen, place = SVGPathPen(glyphs, ntos=lambda number: f"{number:.0f}"), 0.0
        for sign in text:
            glyph = glyphs[names[ord(sign)]]
            glyph.draw(TransformPen(pen, (scale, 0, 0, -scale, place, 0)))
            place += glyph.width * scale + spacing
        return pen.getCommands(), place - spacing


def _mark() -> str:
    """"MẪU" between two short lines, 600 x 40."""
    path, width = _letters("MẪU", 280)
    size = 30 / 1000
    left = 300 - width * size / 2
    lines = f'M{left - 58:.1f} 24h44M{left + width * size + 14:.1f} 24h44'
    return (f'<path d="{path}" transform="translate({left:.1f} 34) scale({size})" fill="{PALE}"/>'
            f'<path d="{lines}" stroke="{PALE}" stroke-width="1.6" fill="none"/>')


def _cuts() -> str:
    """Where a sheet of 2 x 4 slips is cut: thin dashes, with solid ticks at the edges and at every crossing."""
    down, across = [742.5, 1485, 2227.5], 1050
    dashes = f"M{across} 0V2970" + "".join(f"M0 {y}H2100" for y in down)
    ticks = f"M{across} 0v50M{across} 2970v-50" + "".join(f"M0 {y}h50M2100 {y}h-50M{across - 30} {y}h60M{across} {y - 30}v60" for y in down)
    return (f'<path d="{dashes}" fill="none" stroke="#666" stroke-width="1.6" stroke-dasharray="16 12"/>'
            f'<path d="{ticks}" fill="none" stroke="#333" stroke-width="1.6"/>')


def pictures() -> dict[str, str]:
    """Every drawing by its name."""
    turned = ' transform="matrix(0 1 1 0 0 0)"'
    return {
        "braid-across": _svg(100, 1780, _braid()), "braid-down": _svg(2650, 100, _braid(turned)),
        "medallion": _svg(2650, 1780, _medallion(92)), "ornament": _svg(600, 30, _ornament()),
        "plain-frame": _svg(2970, 2100, _plain_frame()), "specimen": _svg(600, 40, _mark()),
        "cuts": _svg(2100, 2970, _cuts()),
    }


@cache
def art_css() -> str:
    """One class a drawing: `.art-ornament` and so on."""
    return "\n".join(f'.art-{name} {{ background-image: url("{address}") }}' for name, address in pictures().items())


@cache
def specimen_css() -> str:
    """The mark MẪU at the foot of every page of a document."""
    return ('@page { @bottom-center { content: ""; width: 60mm; height: 20mm; vertical-align: middle; background: '
            f'url("{pictures()["specimen"]}") center center / 60mm 4mm no-repeat }} }}')
