//! Archives from outside: office documents and packages of questions. The limits hold for what is
//! really unpacked, not for what an archive says of itself, and nothing is written to a disk.

use std::io::{Cursor, Read};

use zip::{ZipArchive, result::ZipError};

const MAX_ENTRIES: usize = 5000;
const MAX_UNPACKED: u64 = 256 * 1024 * 1024;
/// The text of 1,000 pages is about a tenth of this.
const MAX_PART: u64 = 32 * 1024 * 1024;
/// Text packs to about a tenth; a part this much smaller than its content was made to harm.
const MAX_RATIO: u64 = 200;
/// Below this a part may be as compressible as it likes (a page of blanks).
const RATIO_COUNTS_FROM: u64 = 1024 * 1024;

const OLE_HEADER: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Why an archive is not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealed {
    /// No archive at all.
    Other,
    /// The container that office programs wrote before 2007.
    OldOffice,
    Encrypted,
    /// Cut off, or damaged on its way.
    Damaged,
    /// Unpacks to far more than it is.
    Bomb,
    /// A part that should be text and is none.
    NotText,
    /// A part declares a document type, which no office program does.
    DocumentType,
}

/// An archive whose list of parts was looked through.
pub struct Package<'a>(ZipArchive<Cursor<&'a [u8]>>);

impl<'a> Package<'a> {
    /// # Errors
    /// See [`Sealed`].
    pub fn open(bytes: &'a [u8]) -> Result<Self, Sealed> {
        if bytes.starts_with(OLE_HEADER) {
            // Office wraps an encrypted package into the container of the old formats.
            let mark: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
            let encrypted = bytes.windows(mark.len()).any(|window| window == mark);
            return Err(if encrypted { Sealed::Encrypted } else { Sealed::OldOffice });
        }
        if !bytes.starts_with(b"PK") {
            return Err(Sealed::Other);
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Sealed::Damaged)?;
        if archive.len() > MAX_ENTRIES {
            return Err(Sealed::Bomb);
        }
        let mut unpacked = 0u64;
        for index in 0..archive.len() {
            let entry = archive.by_index_raw(index).map_err(|_| Sealed::Damaged)?;
            unpacked = unpacked.saturating_add(entry.size());
            let swollen = entry.size() > entry.compressed_size().saturating_mul(MAX_RATIO);
            if unpacked > MAX_UNPACKED || (entry.size() > RATIO_COUNTS_FROM && swollen) {
                return Err(Sealed::Bomb);
            }
        }
        Ok(Self(archive))
    }

    /// The names of all parts, in the order of the archive.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.0.file_names().map(str::to_owned).collect()
    }

    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.index_for_name(name).is_some()
    }

    /// The text of one part; `None` if there is none of that name.
    ///
    /// # Errors
    /// See [`Sealed`].
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Sealed> {
        let Some(bytes) = self.part(name)? else { return Ok(None) };
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").map(<[u8]>::to_vec).unwrap_or(bytes);
        String::from_utf8(bytes).map(Some).map_err(|_| Sealed::NotText)
    }

    fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Sealed> {
        let entry = match self.0.by_name(name) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => return Err(Sealed::Encrypted),
            Err(_) => return Err(Sealed::Damaged),
        };
        unpack(entry).map(Some)
    }

    /// Unpacks everything once, part by part, for readers that unpack by themselves without a
    /// limit: nothing is too large, and no XML declares a document type.
    ///
    /// # Errors
    /// See [`Sealed`].
    pub fn weigh(&mut self) -> Result<(), Sealed> {
        let mut unpacked = 0u64;
        for index in 0..self.0.len() {
            let entry = match self.0.by_index(index) {
                Ok(entry) => entry,
                Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                    return Err(Sealed::Encrypted);
                }
                Err(_) => return Err(Sealed::Damaged),
            };
            let xml = [".xml", ".rels", ".vml"].iter().any(|ending| entry.name().ends_with(ending));
            let bytes = unpack(entry)?;
            unpacked = unpacked.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
            if unpacked > MAX_UNPACKED {
                return Err(Sealed::Bomb);
            }
            if xml && bytes.windows(9).any(|window| window == b"<!DOCTYPE") {
                return Err(Sealed::DocumentType);
            }
        }
        Ok(())
    }
}

fn unpack(entry: zip::read::ZipFile<'_, Cursor<&[u8]>>) -> Result<Vec<u8>, Sealed> {
    let allowed = RATIO_COUNTS_FROM.max(entry.compressed_size().saturating_mul(MAX_RATIO)).min(MAX_PART);
    let mut unpacked = Vec::new();
    entry.take(allowed + 1).read_to_end(&mut unpacked).map_err(|_| Sealed::Damaged)?;
    let within = u64::try_from(unpacked.len()).is_ok_and(|length| length <= allowed);
    if within { Ok(unpacked) } else { Err(Sealed::Bomb) }
}
