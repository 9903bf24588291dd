//! Files that were damaged at random: no parser panics, hangs, or takes memory without end. Seconds
//! in every run, ten minutes a format by `make soak` (`YUEKAO_FUZZ_SECONDS`).

use std::{
    io::{Cursor, Read, Write},
    time::{Duration, Instant},
};

use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::{Format, Mapping, Outgoing, read_file, tests::any_body, write};

/// One damaged file takes no longer, in a build that is not optimised.
const LONGEST: Duration = Duration::from_secs(10);
/// Of the whole process.
const MOST_MEMORY_MB: u64 = 512;

/// Chance that can be told again by its seed.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(below.max(1)).unwrap()).unwrap()
    }
}

/// What parsers stumble over.
const TOKENS: [&str; 40] = [
    "{",
    "}",
    "=",
    "~",
    "#",
    "%50%",
    "->",
    "::",
    "####",
    "\\",
    "<",
    ">",
    "</",
    "/>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "&amp;",
    "&#x110000;",
    "&x;",
    "\"",
    ",",
    "\t",
    "\n\n",
    "\r",
    "【答案】",
    "【",
    "（",
    "）",
    "1. ",
    "A. ",
    "ANSWER: ",
    "____",
    "±",
    "\u{0}",
    "\u{FEFF}",
    "\u{E001}",
    "99999999999999999999",
    "一、单选题\n",
    "{1:SHORTANSWER:=",
];

fn damage(bytes: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.next(8) {
        let at = dice.next(bytes.len() + 1);
        let end = (at + dice.next(64)).min(bytes.len());
        match dice.next(7) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.next(8),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let copy = bytes[at..end].to_vec();
                let to = dice.next(bytes.len() + 1);
                bytes.splice(to..to, copy);
            }
            3 => bytes.truncate(at.max(1)),
            4 => {
                let token = TOKENS[dice.next(TOKENS.len())].repeat(1 + dice.next(200));
                bytes.splice(at..at, token.into_bytes());
            }
            5 => {
                let token = TOKENS[dice.next(TOKENS.len())];
                bytes.splice(at..end, token.bytes());
            }
            _ if at < bytes.len() => bytes[at] = u8::try_from(dice.next(256)).unwrap(),
            _ => {}
        }
    }
}

/// Damages a part within an archive: outside of it little more than the checksum would be tried.
fn damage_part(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let chosen = dice.next(archive.len());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let mut part = Vec::new();
        entry.read_to_end(&mut part).unwrap();
        if index == chosen {
            damage(&mut part, dice);
        }
        let how = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file(entry.name(), how).unwrap();
        zip.write_all(&part).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn peak_memory_mb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kb| kb / 1024)
}

fn fuzz(seeds: &[Vec<u8>]) {
    let seconds = std::env::var("YUEKAO_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    let until = Instant::now() + Duration::from_secs(seconds.unwrap_or(1));
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut count = 0u64;
    while Instant::now() < until {
        let seed = &seeds[dice.next(seeds.len())];
        let state = dice.0;
        let bytes = if seed.starts_with(b"PK") && dice.next(8) > 0 {
            damage_part(seed, &mut dice)
        } else {
            let mut bytes = seed.clone();
            damage(&mut bytes, &mut dice);
            bytes
        };
        let begun = Instant::now();
        if let Ok(read) = read_file(&bytes, &Mapping::new()) {
            for item in &read.reading.items {
                assert_eq!(item.body.is_some(), item.issues.is_empty(), "state {state}: {item:?}");
            }
        }
        assert!(begun.elapsed() < LONGEST, "state {state}: {:?}", begun.elapsed());
        count += 1;
    }
    assert!(count > 0);
    if let Some(peak) = peak_memory_mb().filter(|_| seconds.is_some()) {
        assert!(peak < MOST_MEMORY_MB, "{peak} MB");
    }
}

/// Files as this bank writes them.
fn written(format: Format) -> Vec<Vec<u8>> {
    let mut runner = TestRunner::deterministic();
    let question = |runner: &mut TestRunner| Outgoing {
        body: any_body().new_tree(runner).unwrap().current(),
        difficulty: Some(3),
        topic: Some("窗口".to_owned()),
        clauses: vec!["《许可条例》第三条".to_owned()],
    };
    let file = |_| {
        let questions: Vec<Outgoing> = (0..6).map(|_| question(&mut runner)).collect();
        write(format, &questions).unwrap().bytes
    };
    (0..4).map(file).collect()
}

/// A test for each format, so that each has its own time.
macro_rules! fuzzed {
    ($($name:ident => $seeds:expr),+ $(,)?) => {$(
        #[test]
        fn $name() {
            fuzz(&$seeds);
        }
    )+};
}

fuzzed! {
    gift => written(Format::Gift),
    moodle_xml => {
        let mut seeds = written(Format::Moodle);
        seeds.push(CLOZE.as_bytes().to_vec());
        seeds
    },
    qti => {
        let mut seeds = written(Format::Qti3);
        seeds.push(QTI2.as_bytes().to_vec());
        seeds
    },
    xlsx => written(Format::Xlsx),
    docx => written(Format::Docx),
    json => written(Format::Json),
    text => [TEXT.as_bytes().to_vec(), encoding_rs::GB18030.encode(TEXT).0.into_owned()],
    aiken => [b"A stem\nA) one\nB) two\nANSWER: A\n\nAnother\nA. x\nB. y\nANSWER: B\n".to_vec()],
    csv => [CSV.as_bytes().to_vec(), CSV.replace(',', "\t").into_bytes()],
}

const CLOZE: &str = "<quiz><question type=\"cloze\"><questiontext format=\"html\"><text><![CDATA[<p>州是{1:MULTICHOICE:=加州#对~亚州}，<img src='a.png' alt='b'/>{1:NUMERICAL:=3:0.5}</p>]]></text></questiontext></question></quiz>";
const QTI2: &str = "<assessmentItem identifier=\"i\"><responseDeclaration identifier=\"R\" cardinality=\"multiple\" baseType=\"directedPair\"><correctResponse><value>W G1</value></correctResponse></responseDeclaration><itemBody><gapMatchInteraction responseIdentifier=\"R\"><prompt>填</prompt><gapText identifier=\"W\">冬</gapText><gapText identifier=\"S\">夏</gapText><p>这<gap identifier=\"G1\"/></p></gapMatchInteraction></itemBody></assessmentItem>";
const TEXT: &str = "一、单选题（共2题）\n1. 期限（ B ）？\nA.三日 B.五日\n2．【单选】甲？【选项】A.子B.丑【参考答案】A【解析】见《条例》第三条。\n二、判断题\n（ √ ）1、对。\n三、填空题\n1. 在____内。\n答案：五日|5日\n四、排序题\n1. 排\nA.子\nB.丑\n\n参考答案\n四、1. BA\n";
const CSV: &str = "题型,题干,选项A,选项B,答案,难度\n单选题,\"期限, 是？\n\"\"二\"\"\",三日,五日,B,0.6\n判断题,对？,正确,错误,A,难\n填空题,____,,,五日,3\n";
