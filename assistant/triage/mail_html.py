"""What a mail pasted with its HTML says as plain text."""

import re
from html import unescape

_BLOCK = r"p|div|br|ul|ol|li|table|tr|h[1-6]|blockquote|hr|body|html|head"
_INLINE = r"a|abbr|b|center|em|font|i|img|o:p|s|small|span|strong|sub|sup|tbody|td|th|thead|u"
_UNSEEN = re.compile(r"<(style|script|head)\b[^<>]*>.*?</\1>|<!--.*?-->", re.I | re.S)
# « <p@mairie.example> » is an address.
_BREAK = re.compile(rf"</?(?:{_BLOCK})(?:\s[^<>]*)?/?>", re.I)
_TAG = re.compile(rf"</?(?:{_INLINE})(?:\s[^<>]*)?/?>", re.I)


def plain(text: str) -> str:
    """The text without HTML tags and entities, a line for each block; as it is without tags."""
    if not (_BREAK.search(text) or _TAG.search(text)):
        return text
    said = _TAG.sub("", _BREAK.sub("\n", _UNSEEN.sub("", text)))
    return unescape(said).replace("\xa0", " ").strip() or text
