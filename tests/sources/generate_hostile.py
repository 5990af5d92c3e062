"""Makes containers that nobody would make in good faith. Shares no code with the readers."""

import hashlib
import io
import struct
import zipfile
import zlib

# Sixteen honest messages, to lie beside what is bad.
CHAT = "".join(
    f"{day:02}/03/2021, 17:29 - {'Ola' if day % 2 else 'Mara'}: hello {day}\n" for day in range(13, 29)
)


def put(path, data):
    """Writes a file where nothing was yet; gives its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def zipped(files, *, stored=False):
    """A ZIP as bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as book:
        for name, data in files.items():
            book.writestr(name, data)
    return out.getvalue()


def overlapping(count, kernel, files):
    """A ZIP in which `count` files share the bytes of one, by quoting each other's heads
    (https://www.bamsoftware.com/hacks/zipbomb/), beside honest `files`."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packer.compress(kernel) + packer.flush()
    heads, names = [], [f"{number:05}.txt".encode() for number in range(count)]
    tail, tail_size, tail_sum = body, len(kernel), zlib.crc32(kernel)
    raw = kernel
    for number in reversed(range(count)):
        name = names[number]
        head = _local(name, tail_sum, len(tail), tail_size)
        heads.insert(0, (name, head, tail_sum, len(tail), tail_size))
        quote = b"\x00" + struct.pack("<HH", len(head), len(head) ^ 0xFFFF)
        raw = head + raw
        tail, tail_size, tail_sum = quote + head + tail, len(raw), zlib.crc32(raw)
    data, central, at = bytearray(), [], 0
    for index, (name, head, crc, packed, size) in enumerate(heads):
        central.append((name, crc, packed, size, at))
        data += head
        at += len(head)
        if index < count - 1:
            quote = b"\x00" + struct.pack("<HH", len(heads[index + 1][1]), len(heads[index + 1][1]) ^ 0xFFFF)
            data += quote
            at += len(quote)
    data += body
    for name, body in files.items():
        central.append((name.encode(), zlib.crc32(body), len(body), len(body), len(data)))
        data += _local(name.encode(), zlib.crc32(body), len(body), len(body), method=0) + body
    return bytes(data) + _directory(central, set(files), len(data))


def _local(name, crc, packed, size, method=8):
    return (
        struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, method, 0, 0, crc, packed, size, len(name), 0) + name
    )


def _directory(central, plain, start):
    rows = b"".join(
        struct.pack(
            *("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0 if name.decode() in plain else 8, 0, 0),
            *(crc, packed, size, len(name), 0, 0, 0, 0, 0, at),
        )
        + name
        for name, crc, packed, size, at in central
    )
    return rows + struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, len(central), len(central), len(rows), start, 0
    )


def car_of(block):
    """One block of a CAR with its right CID (DAG-CBOR, SHA-256)."""
    cid = b"\x01\x71\x12\x20" + hashlib.sha256(block).digest()
    return _varint(len(cid) + len(block)) + cid + block


def _varint(number):
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])
