"""Makes PNG pictures small: `small.py FILE.png …` leaves each the colours that a page needs.

It becomes one with a palette. A grey picture keeps 16 shades; one in colours keeps its 256 most frequent, and every
other pixel takes the nearest of these. It reads PNG files of 8 bits a channel without interlacing, as poppler and Chromium write them.
"""

import struct
import sys
import zlib
from collections import Counter
from pathlib import Path

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 6: 4}  # by the colour type of the header


def chunks(data):
    """The chunks of a PNG: name and content."""
    at = len(SIGNATURE)
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += length + 12


def paeth(left, up, corner):
    """The neighbour that is nearest to left + up - corner."""
    guess = left + up - corner
    return min((left, up, corner), key=lambda one: abs(guess - one))


def unfiltered(kind, line, above, step):
    """A line of bytes as it was before it was filtered."""
    for at, byte in enumerate(line):
        left = line[at - step] if at >= step else 0
        corner = above[at - step] if at >= step else 0
        guess = (0, left, above[at], (left + above[at]) // 2, paeth(left, above[at], corner))[kind] if kind else 0
        line[at] = (byte + guess) & 255
    return line


def pixels(data):
    """Width, height, and the lines of a picture, each a list of (red, green, blue)."""
    parts = list(chunks(data))
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", parts[0][1])
    if depth != 8 or colour not in CHANNELS or interlaced:
        raise SystemExit("only pictures of 8 bits a channel, not interlaced")
    step = CHANNELS[colour]
    raw = zlib.decompress(b"".join(content for name, content in parts if name == b"IDAT"))
    above, lines, size = bytes(width * step), [], width * step + 1
    for start in range(0, height * size, size):
        above = unfiltered(raw[start], bytearray(raw[start + 1 : start + size]), above, step)
        red, green, blue = (above[0::step], above[1::step], above[2::step]) if step > 2 else (above,) * 3
        lines.append(list(zip(red, green, blue)))
    return width, height, lines


def shades(lines, count):
    """The lines with so many shades in each channel."""
    near = [round(round(value * (count - 1) / 255) * 255 / (count - 1)) for value in range(256)]
    return [[(near[red], near[green], near[blue]) for red, green, blue in line] for line in lines]


def frequent(lines, count):
    """The lines with the most frequent colours only."""
    seen = Counter(pixel for line in lines for pixel in line)
    kept = [pixel for pixel, _ in seen.most_common(count)]
    near = {pixel: min(kept, key=lambda one: sum((a - b) ** 2 for a, b in zip(pixel, one))) for pixel in seen}
    return [[near[pixel] for pixel in line] for line in lines]


def packed(line, bits):
    """Numbers of a palette as bytes, the first in the highest bits."""
    per = 8 // bits
    line = line + [0] * (-len(line) % per)
    return bytes(
        sum(number << bits * (per - 1 - place) for place, number in enumerate(line[at : at + per]))
        for at in range(0, len(line), per)
    )


def chunk(name, content):
    """A chunk as it stands in the file."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def small(data):
    """The picture as a PNG with a palette."""
    width, height, lines = pixels(data)
    is_grey = all(len(set(pixel)) == 1 for line in lines for pixel in line)
    less = shades(lines, 16) if is_grey else frequent(lines, 256)
    palette = sorted({pixel for line in less for pixel in line})
    bits = next(bits for bits in (1, 2, 4, 8) if len(palette) <= 1 << bits)
    numbers = {pixel: number for number, pixel in enumerate(palette)}
    rows = b"".join(b"\0" + packed([numbers[pixel] for pixel in line], bits) for line in less)
    return (
        SIGNATURE
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, 3, 0, 0, 0))
        + chunk(b"PLTE", bytes(value for pixel in palette for value in pixel))
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )


for path in map(Path, sys.argv[1:]):
    path.write_bytes(small(path.read_bytes()))
