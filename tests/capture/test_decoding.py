"""The size of a body with its encoding undone, counted without holding it."""

import gzip
import tracemalloc
import zlib
from collections.abc import Callable

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_pipeline.capture.decoding import DecodedSize
from digest_pipeline.capture.miss import MissError


def bare(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "X-GZIP": lambda data: gzip.compress(data[:10]) + gzip.compress(data[10:]),
    "deflate": zlib.compress,
    "Deflate": bare,
    "br": brotli.compress,
    "identity": lambda data: data,
    "": lambda data: data,
    "gzip, br": lambda data: brotli.compress(gzip.compress(data)),
}


def passes(encoding: str, body: bytes, limit: int, step: int = 1_000) -> bool:
    size = DecodedSize(encoding, limit)
    try:
        for start in range(0, len(body), step):
            size.add(body[start : start + step])
    except MissError as miss:
        return miss.reason != "too_large"
    return True


@pytest.mark.parametrize("encoding", PACKERS)
@given(data=st.binary(max_size=300), step=st.integers(1, 40))
def test_the_limit_is_met_to_the_byte(encoding: str, data: bytes, step: int) -> None:
    body = PACKERS[encoding](data)
    assert passes(encoding, body, len(data), step)
    assert not data or not passes(encoding, body, len(data) - 1, step)


@pytest.mark.parametrize("encoding", ["gzip", "X-GZIP", "deflate", "Deflate", "br", "gzip, br"])
def test_a_bomb_takes_no_memory(encoding: str) -> None:
    bomb = PACKERS[encoding](bytes(50_000_000))
    tracemalloc.start()
    try:
        assert not passes(encoding, bomb, 20_000_000, step=len(bomb))
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "nonsense"])
def test_what_can_not_be_unpacked_is_not_counted(encoding: str) -> None:
    assert passes(encoding, b"\x1f\x8b\x08no such thing at all" * 100, 10)


def test_no_honest_server_packs_four_times() -> None:
    with pytest.raises(MissError, match="4 times over"):
        DecodedSize("gzip, gzip, gzip, gzip", 10)
