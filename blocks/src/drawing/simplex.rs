//! The strokes of the font: *Simplex Roman*, which Allen V. Hershey drew for plotters in 1967.
//!
//! The font is in the public domain; the format of the table is that of the distribution by James Hurt. A letter stands
//! for a number: `R` for 0, those before it for negative ones. The first two letters are the left and the right side of a
//! character, then follow the points of its strokes, x before y, with spaces between strokes. The base line is at 9.
//!
//! The table has the strokes that OpenCV draws. For `#%'*@[\\]^_` and `` `{} `` those are other ones than in the
//! distribution.

/// The printable characters of ASCII, from the space to the tilde.
const CHARACTERS: [&str; 95] = [
    "JZ",
    "MWRFRT RYQZR[SZRY",
    "JZNFNM VFVM",
    "G]OFOb UFUb JQZQ JWZW",
    r"H\PBP_ TBT_ YIWGTFPFMGKIKKLMMNOOUQWRXSYUYXWZT[P[MZKX",
    "F^[FYGVHSHPGNFLFJGIIIKKMMMOLPJPHNF [FI[ YTWTUUTWTYV[X[ZZ[X[VYT",
    r"E_\O\N[MZMYNXPVUTXRZP[L[JZIYHWHUISJRQNRMSKSIRGPFNGMIMKNNPQUXWZY[[[\Z\Y",
    "NVRFRM",
    "KYVBTDRGPKOPOTPYR]T`Vb",
    "KYNBPDRGTKUPUTTYR]P`Nb",
    "JZRLRX MOWU WOMU",
    "E_RIR[ IR[R",
    r"MWSZR[QZRYSZS\R^Q_",
    "E_IR[R",
    "MWRYQZR[SZRY",
    "G][BIb",
    r"H\QFNGLJKOKRLWNZQ[S[VZXWYRYOXJVGSFQF",
    r"H\NJPISFS[",
    r"H\LKLJMHNGPFTFVGWHXJXLWNUQK[Y[",
    r"H\MFXFRNUNWOXPYSYUXXVZS[P[MZLYKW",
    r"H\UFKTZT UFU[",
    r"H\WFMFLOMNPMSMVNXPYSYUXXVZS[P[MZLYKW",
    r"H\XIWGTFRFOGMJLOLTMXOZR[S[VZXXYUYTXQVOSNRNOOMQLT",
    r"H\YFO[ KFYF",
    r"H\PFMGLILKMMONSOVPXRYTYWXYWZT[P[MZLYKWKTLRNPQOUNWMXKXIWGTFPF",
    r"H\XMWPURRSQSNRLPKMKLLINGQFRFUGWIXMXRWWUZR[P[MZLX",
    "MWRMQNROSNRM RYQZR[SZRY",
    r"MWRMQNROSNRM SZR[QZRYSZS\R^Q_",
    "F^ZIJRZ[",
    "E_IO[O IU[U",
    "F^JIZRJ[",
    "I[LKLJMHNGPFTFVGWHXJXLWNVORQRT RYQZR[SZRY",
    r"DaWNVLTKQKOLNMMOMRNTOUQVTVVUWS WKWSXUYV[V\U]S]O\L[JYHWGTFQFNGLHJJILHOHRIUJWLYNZQ[T[WZYY",
    "I[RFJ[ RFZ[ MTWT",
    r"G\KFK[ KFTFWGXHYJYLXNWOTP KPTPWQXRYTYWXYWZT[K[",
    "H]ZKYIWGUFQFOGMILKKNKSLVMXOZQ[U[WZYXZV",
    r"G\KFK[ KFRFUGWIXKYNYSXVWXUZR[K[",
    "H[LFL[ LFYF LPTP L[Y[",
    "HZLFL[ LFYF LPTP",
    "H]ZKYIWGUFQFOGMILKKNKSLVMXOZQ[U[WZYXZVZS USZS",
    "G]KFK[ YFY[ KPYP",
    "NVRFR[",
    "JZVFVVUYTZR[P[NZMYLVLT",
    r"G\KFK[ YFKT POY[",
    "HYLFL[ L[X[",
    "F^JFJ[ JFR[ ZFR[ ZFZ[",
    "G]KFK[ KFY[ YFY[",
    "G]PFNGLIKKJNJSKVLXNZP[T[VZXXYVZSZNYKXIVGTFPF",
    r"G\KFK[ KFTFWGXHYJYMXOWPTQKQ",
    "G]PFNGLIKKJNJSKVLXNZP[T[VZXXYVZSZNYKXIVGTFPF SWY]",
    r"G\KFK[ KFTFWGXHYJYLXNWOTPKP RPY[",
    r"H\YIWGTFPFMGKIKKLMMNOOUQWRXSYUYXWZT[P[MZKX",
    "JZRFR[ KFYF",
    "G]KFKULXNZQ[S[VZXXYUYF",
    "I[JFR[ ZFR[",
    r"F^HFM[ RFM[ RFW[ \FW[",
    r"H\KFY[ YFK[",
    "I[JFRPR[ ZFRP",
    r"H\YFK[ KFYF K[Y[",
    "KYOBOb OBVB ObVb",
    "G]IL[b",
    "KYUBUb NBUB NbUb",
    "G]JTROZT JTRPZT",
    "I[J[Z[",
    "LXPFUL PFOGUL",
    r"I\XMX[ XPVNTMQMONMPLSLUMXOZQ[T[VZXX",
    "H[LFL[ LPNNPMSMUNWPXSXUWXUZS[P[NZLX",
    "I[XPVNTMQMONMPLSLUMXOZQ[T[VZXX",
    r"I\XFX[ XPVNTMQMONMPLSLUMXOZQ[T[VZXX",
    "I[LSXSXQWOVNTMQMONMPLSLUMXOZQ[T[VZXX",
    "MYWFUFSGRJR[ OMVM",
    r"I\XMX]W`VaTbQbOa XPVNTMQMONMPLSLUMXOZQ[T[VZXX",
    r"I\MFM[ MQPNRMUMWNXQX[",
    "NVQFRGSFREQF RMR[",
    "MWRFSGTFSERF SMS^RaPbNb",
    "IZMFM[ WMMW QSX[",
    "NVRFR[",
    r"CaGMG[ GQJNLMOMQNRQR[ RQUNWMZM\N]Q][",
    r"I\MMM[ MQPNRMUMWNXQX[",
    r"I\QMONMPLSLUMXOZQ[T[VZXXYUYSXPVNTMQM",
    "H[LMLb LPNNPMSMUNWPXSXUWXUZS[P[NZLX",
    r"I\XMXb XPVNTMQMONMPLSLUMXOZQ[T[VZXX",
    "KXOMO[ OSPPRNTMWM",
    "J[XPWNTMQMNNMPNRPSUTWUXWXXWZT[Q[NZMX",
    "MYRFRWSZU[W[ OMVM",
    r"I\MMMWNZP[S[UZXW XMX[",
    "JZLMR[ XMR[",
    "G]JMN[ RMN[ RMV[ ZMV[",
    "J[MMX[ XMM[",
    "JZLMR[ XMR[P_NaLbKb",
    "J[XMM[ MMXM M[X[",
    r"KYTBQEPHPJQMSOSPORSTSUQWPZP\Q_Tb",
    "NVRBRb",
    r"KYPBSETHTJSMQOQPURQTQUSWTZT\S_Pb",
    "F^IUISJPLONOPPTSVTXTZS[Q ISJQLPNPPQTTVUXUZT[Q[O",
];

/// What stands for characters that the font does not have.
const UNKNOWN: usize = (b'?' - b' ') as usize;

/// A character of the font.
#[derive(Debug, Clone, Copy)]
pub(super) struct Character {
    /// The left side.
    pub left: i64,
    /// The right side, at which the next character begins.
    pub right: i64,
    strokes: &'static str,
}

impl Character {
    /// The character of a byte of text; a question mark where the font has none, so for every byte beyond ASCII.
    pub fn of(byte: u8) -> Self {
        let place = usize::from(byte).checked_sub(usize::from(b' ')).unwrap_or(UNKNOWN);
        let letters = CHARACTERS.get(place).unwrap_or(&CHARACTERS[UNKNOWN]);
        let (sides, strokes) = letters.split_at(2);
        let (left, right) = points(sides).next().unwrap_or_default();
        Self { left, right, strokes }
    }

    /// The strokes, each as the points that it leads through.
    pub fn strokes(self) -> impl Iterator<Item = impl Iterator<Item = (i64, i64)> + Clone> {
        self.strokes.split(' ').map(points)
    }
}

fn points(letters: &str) -> impl Iterator<Item = (i64, i64)> + Clone + '_ {
    let number = |letter: u8| i64::from(letter) - i64::from(b'R');
    letters.as_bytes().as_chunks().0.iter().map(move |[x, y]| (number(*x), number(*y)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_has_sides_and_strokes_between_them() {
        for (letters, byte) in CHARACTERS.iter().zip(b' '..) {
            let character = Character::of(byte);
            assert!(character.left < character.right, "{letters}");
            assert!(letters.len() >= 2 && letters.split(' ').all(|stroke| stroke.len() % 2 == 0), "{letters}");
            let points: Vec<_> = character.strokes().flatten().collect();
            assert!(points.iter().all(|(x, y)| x.abs() <= 20 && (-17..=16).contains(y)), "{letters}");
            assert_eq!(points.is_empty(), byte == b' ', "{letters}");
        }
    }

    #[test]
    fn bytes_without_a_character_are_question_marks() {
        for byte in [b'\t', 0, 0x7f, 0x80, 0xff] {
            assert_eq!(Character::of(byte).strokes, Character::of(b'?').strokes);
        }
    }
}
