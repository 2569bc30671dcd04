//! Where the cells and rows of CSV end.

#![no_std]

use core::arch::wasm32::{u8x16_bitmask, u8x16_eq, u8x16_splat, v128, v128_load};

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}

const SLICE: usize = 1 << 20;
const BLOCK: usize = 64;

/// The bytes of a slice; the last block may be longer than the slice.
#[repr(C, align(16))]
struct Slice([u8; SLICE + BLOCK]);

static mut BYTES: Slice = Slice([0; SLICE + BLOCK]);

/// What the last scan has found: the separators between cells, and the offset after the last line feed outside quotes.
static mut FOUND: [u32; 2] = [0; 2];

#[unsafe(no_mangle)]
pub extern "C" fn bytes() -> *mut u8 {
    &raw mut BYTES as *mut u8
}

#[unsafe(no_mangle)]
pub extern "C" fn found() -> *mut u32 {
    &raw mut FOUND as *mut u32
}

/// Inside quotes.
const INSIDE: u32 = 1;
/// The last byte was a quote, a separator or a line break, after which a quote may open a cell, or continue it.
const MAY_OPEN: u32 = 2;
/// The last byte was a quote that must end its cell, or be the first of two.
const CLOSED: u32 = 4;
/// A quote was anywhere but around a cell, or doubled within one.
const STRAY: u32 = 8;

/// Which bytes of a block are this one, a bit for each.
fn equal(block: *const u8, byte: u8) -> u64 {
    let wanted = u8x16_splat(byte);
    (0..4).fold(0, |mask, part| {
        // A block ends within BYTES.
        let bytes = unsafe { v128_load(block.add(16 * part) as *const v128) };
        mask | (u8x16_bitmask(u8x16_eq(bytes, wanted)) as u64) << (16 * part)
    })
}

/// For each bit, whether the number of ones up to and including it is odd.
fn parities(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}

/// Scans the first bytes of the slice from the state in which the scan before has left, and returns the next state. Of a doubled quote,
/// the first ends the quotes and the second opens them again.
#[unsafe(no_mangle)]
pub extern "C" fn scan(length: usize, separator: u8, state: u32) -> u32 {
    let flag = |flag: u32| (state & flag != 0) as u64;
    let mut inside = flag(INSIDE).wrapping_neg();
    let mut may_open = flag(MAY_OPEN);
    let mut closed = flag(CLOSED);
    let mut stray = 0;
    let mut separators = 0;
    let mut row_end = 0;
    let start = bytes() as *const u8;
    let mut at = 0;
    while at < length.min(SLICE) {
        let block = unsafe { start.add(at) };
        let last = (length - at).min(BLOCK) - 1;
        let valid = u64::MAX >> (BLOCK - 1 - last);
        let quotes = equal(block, b'"') & valid;
        let marks = equal(block, separator) & valid;
        let feeds = equal(block, b'\n') & valid;
        let ends = marks | feeds | equal(block, b'\r') & valid;
        let quoted = parities(quotes) ^ inside;
        let closing = quotes & !quoted;
        stray |= quotes & quoted & !((ends | quotes) << 1 | may_open);
        stray |= (closing << 1 | closed) & valid & !(ends | quotes);
        separators += (marks & !quoted).count_ones();
        let rows = feeds & !quoted;
        if rows != 0 {
            row_end = at as u32 + u64::BITS - rows.leading_zeros();
        }
        inside = (quoted >> last & 1).wrapping_neg();
        may_open = (ends | quotes) >> last & 1;
        closed = closing >> last & 1;
        at += BLOCK;
    }
    let flags = [(INSIDE, inside), (MAY_OPEN, may_open), (CLOSED, closed), (STRAY, stray)];
    unsafe { *found().cast() = [separators, row_end] };
    flags.iter().fold(0, |state, (flag, set)| if *set != 0 { state | flag } else { state })
}
