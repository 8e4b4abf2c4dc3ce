"""Widths of TeX characters in the Computer Modern fonts at 10 pt, in points; a little generous where styles differ."""

_ITALIC = (
    "a 5.3 b 4.3 c 4.3 d 5.2 e 4.7 f 6.0 g 5.1 h 5.8 i 3.4 j 4.7 k 5.5 l 3.2 m 8.8 n 6.0 o 4.8 p 5.0 q 4.8 r 4.8 "
    "s 4.7 t 3.6 u 5.7 v 5.2 w 7.4 x 5.7 y 5.3 z 5.1 A 7.5 B 8.1 C 7.9 D 8.6 E 8.0 F 7.8 G 7.9 H 9.1 I 5.2 J 6.5 "
    "K 9.2 L 6.8 M 10.8 N 9.1 O 7.9 P 7.8 Q 7.9 R 7.7 S 6.7 T 7.2 U 7.9 V 8.1 W 10.8 X 9.1 Y 8.0 Z 7.5 ( 3.9 ) "
    "3.9 [ 2.8 ] 2.8 | 2.8 / 5.0 , 2.8 . 2.8 ; 2.8 : 2.8 ! 2.8 + 7.8 - 7.8 = 7.8 < 7.8 > 7.8 * 5.0 ' 2.8 ? 4.7"
)
_COMMANDS = (
    "alpha 6.4 beta 6.2 gamma 5.7 delta 4.8 epsilon 4.1 varepsilon 4.7 zeta 5.1 eta 5.3 theta 5.0 vartheta 5.9 "
    "iota 3.5 kappa 5.8 lambda 5.8 mu 6.0 nu 5.6 xi 4.8 pi 6.1 rho 5.2 sigma 6.1 tau 5.5 upsilon 5.8 phi 6.0 "
    "varphi 6.5 chi 6.3 psi 6.9 omega 6.6 Gamma 6.3 Delta 8.3 Theta 7.8 Lambda 6.9 Xi 6.7 Pi 7.5 Sigma 7.2 "
    "Upsilon 7.8 Phi 7.2 Psi 7.8 Omega 7.2 infty 10.0 partial 5.9 int 10.0 sum 14.4 prod 12.8 ell 4.2 mid 2.8 to "
    "10.0 cdot 2.8 times 7.8 leq 7.8 geq 7.8 le 7.8 ge 7.8 neq 7.8 ne 7.8 in 6.7 ldots 11.7 cdots 13.3 dots 13.3 "
    "forall 5.6 exists 5.6 wedge 6.7 vee 6.7 Re 7.2 Im 7.2 ast 5.0 star 5.0 pm 7.8 mp 7.8 sim 7.8 approx 7.8 "
    "equiv 7.8 mapsto 10.0 Rightarrow 10.0 Leftrightarrow 10.0 Longrightarrow 16.1 Longleftrightarrow 18.3 propto "
    "7.8 prime 2.7 circ 5.0 nabla 8.3 subset 7.8 cup 6.7 cap 6.7 setminus 5.0 emptyset 5.0 lvert 2.8 rvert 2.8 "
    "lVert 5.0 rVert 5.0 langle 3.9 rangle 3.9 lfloor 4.4 rfloor 4.4 lceil 4.4 rceil 4.4 bigcup 11.1 notin 6.7 "
    "perp 7.8 quad 10.0 qquad 20.0 hbar 5.4 top 7.8 bot 7.8 log 12.9 ln 8.3 exp 15.3 sin 12.3 cos 13.4 tan 14.4 "
    "sinh 17.8 cosh 18.9 tanh 20.0 coth 18.9 sec 12.8 csc 12.8 cot 13.3 arctan 27.8 arcsin 25.6 arccos 26.8 min "
    "16.7 max 18.6 sup 15.1 inf 12.2 lim 13.9 arg 14.1 det 13.9 Pr 10.7 gcd 15.0 dim 16.7 { 5.0 } 5.0 , 1.7 : 2.2 "
    "; 2.8 ! -1.7"
)
_ROMAN = (
    "a 5.0 b 5.6 c 4.4 d 5.6 e 4.4 f 3.1 g 5.0 h 5.6 i 2.8 j 3.1 k 5.3 l 2.8 m 8.3 n 5.6 o 5.0 p 5.6 q 5.3 r 3.9 "
    "s 3.9 t 3.9 u 5.6 v 5.3 w 7.2 x 5.3 y 5.3 z 4.4 A 7.5 B 7.1 C 7.2 D 7.6 E 6.8 F 6.5 G 7.8 H 7.5 I 3.6 J 5.1 "
    "K 7.8 L 6.3 M 9.2 N 7.5 O 7.8 P 6.8 Q 7.8 R 7.4 S 5.6 T 7.2 U 7.5 V 7.5 W 10.3 X 7.5 Y 7.5 Z 6.1 ! 2.8 ( 3.9 "
    ") 3.9 , 2.8 - 3.3 . 2.8 : 2.8 ; 2.8 [ 2.8 ] 2.8 ' 2.8 / 5.0"
)


def pairs(text: str) -> dict[str, str]:
    """A table written as words: each first one stands for the one behind it."""
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


def _table(text: str, prefix: str = "") -> dict[str, float]:
    return {prefix + name: float(width) for name, width in pairs(text).items()}


MATH = _table(_ITALIC) | _table(_COMMANDS, "\\") | {str(digit): 5.0 for digit in range(10)} | {"\\ ": 3.3, "\\|": 5.0}
"""Width of a character or command of mathematics in text size."""
ROMAN = _table(_ROMAN) | {" ": 3.4}
"""Width of a character of upright text."""

UNKNOWN = 8.0
"""Width assumed for a character that no table lists."""


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


RELATIONS = words(
    "= < > \\leq \\geq \\le \\ge \\neq \\ne \\in \\notin \\to \\mid \\sim \\approx \\equiv \\mapsto \\Rightarrow "
    "\\Leftrightarrow \\Longrightarrow \\Longleftrightarrow \\propto \\subset \\perp :"
)
BINARY = words("+ - \\pm \\mp \\cdot \\times \\ast \\star \\cup \\cap \\setminus \\wedge \\vee \\circ")
PUNCTUATION = words(", ;")
LARGE = words("\\int \\iint \\sum \\prod \\bigcup")
NAMED = words(
    "\\log \\ln \\exp \\sin \\cos \\tan \\sinh \\cosh \\tanh \\coth \\sec \\csc \\cot \\arctan \\arcsin \\arccos "
    "\\min \\max \\sup \\inf \\lim \\arg \\det \\Pr \\gcd \\dim"
)
SPACES = words("\\, \\: \\; \\! \\quad \\qquad \\ ") | {"\\ "}
OPENERS = {"(": ")", "[": "]", "\\{": "\\}", "\\lvert": "\\rvert", "\\lfloor": "\\rfloor", "\\lceil": "\\rceil"}


def text_width(text: str) -> float:
    """Width of upright text in points at 10 pt."""
    return sum(ROMAN.get(character, 5.6) for character in text)
