#!/usr/bin/env python3
"""Draws src/icon.png, the packages' icon: a small network and its mirror image."""
import pathlib
import struct
import zlib

SIZE = 128
SAMPLES = 4  # Per pixel and axis, for smooth edges.
NODES = [(26, 34), (26, 64), (26, 94), (50, 49), (50, 79)]
EDGES = [(a, b) for a in NODES[:3] for b in NODES[3:]]
BACKGROUND, LEFT, RIGHT, AXIS = (32, 42, 84), (255, 255, 255), (118, 186, 255), (96, 110, 168)


def in_square(x, y, corner=24):
    dx, dy = max(corner - x, x - (SIZE - corner), 0), max(corner - y, y - (SIZE - corner), 0)
    return dx * dx + dy * dy <= corner * corner


def near_segment(x, y, a, b, width):
    (ax, ay), (bx, by) = a, b
    t = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)
    t = min(1, max(0, t))
    return (x - ax - t * (bx - ax)) ** 2 + (y - ay - t * (by - ay)) ** 2 <= width * width


def in_network(x, y):
    return (any((x - nx) ** 2 + (y - ny) ** 2 <= 64 for nx, ny in NODES)
            or any(near_segment(x, y, a, b, 1.5) for a, b in EDGES))


def colour(x, y):
    """Red, green, blue and coverage at a point."""
    if not in_square(x, y):
        return 0, 0, 0, 0
    if in_network(min(x, SIZE - x), y):
        return (*(LEFT if x < SIZE / 2 else RIGHT), 1)
    on_axis = abs(x - SIZE / 2) <= 1 and 18 <= y <= 110 and y % 8 < 5
    return (*(AXIS if on_axis else BACKGROUND), 1)


def pixel(column, row):
    points = [colour(column + (i + 0.5) / SAMPLES, row + (j + 0.5) / SAMPLES)
              for i in range(SAMPLES) for j in range(SAMPLES)]
    covered = sum(p[3] for p in points)
    mean = [round(sum(p[c] for p in points) / max(1, covered)) for c in range(3)]
    return bytes([*mean, round(255 * covered / len(points))])


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def main():
    # Each row begins with its filter: 0, none.
    rows = b"".join(b"\0" + b"".join(pixel(c, r) for c in range(SIZE)) for r in range(SIZE))
    header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)  # 8 bits, RGB and alpha.
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    (pathlib.Path(__file__).parent.parent / "src" / "icon.png").write_bytes(png)


main()
