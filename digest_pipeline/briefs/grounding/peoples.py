"""Countries and regions with all that their names, peoples and short forms are called in English and Chinese."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType


@cache
def english_names() -> Mapping[str, frozenset[str]]:
    """Return the English words of each country by its Chinese name: 荷兰 is netherlands, holland and dutch."""
    return MappingProxyType({chinese.split()[0]: frozenset(english.split()) for chinese, english in _PEOPLES})


@cache
def chinese_names() -> Mapping[str, tuple[str, ...]]:
    """Return what newspapers call each country in Chinese, by each of its full names: 美方 and 全美 for 美国."""
    return MappingProxyType({chinese.split()[0]: tuple(chinese.split()[1:]) for chinese, _ in _PEOPLES})


@cache
def same_people() -> Mapping[str, frozenset[str]]:
    """Return the other English words for the country of each: german and germans for germany."""
    return MappingProxyType({word: english - {word} for english in english_names().values() for word in english})


_PEOPLES = (
    ("中国 我国 国内 国产 中方 中 华", "china chinese prc sino"),
    ("美国 美方 美股 全美 美", "us usa america american americans"),
    ("英国 英方 全英 英", "uk britain british briton britons england english"),
    ("英格兰", "england english"),
    ("苏格兰", "scotland scottish scots"),
    ("威尔士", "wales welsh"),
    ("爱尔兰 爱", "ireland irish"),
    ("法国 法方 法", "france french"),
    ("德国 德方 德", "germany german germans"),
    ("荷兰 荷", "netherlands dutch holland"),
    ("比利时 比", "belgium belgian"),
    ("意大利 意", "italy italian italians"),
    ("西班牙 西", "spain spanish"),
    ("葡萄牙 葡", "portugal portuguese"),
    ("瑞士", "switzerland swiss"),
    ("奥地利 奥", "austria austrian"),
    ("瑞典", "sweden swedish swede"),
    ("挪威", "norway norwegian"),
    ("丹麦 丹", "denmark danish danes"),
    ("芬兰 芬", "finland finnish finns"),
    ("冰岛", "iceland icelandic"),
    ("波兰 波", "poland polish"),
    ("捷克 捷", "czech czechia"),
    ("匈牙利 匈", "hungary hungarian"),
    ("罗马尼亚", "romania romanian"),
    ("保加利亚", "bulgaria bulgarian"),
    ("希腊 希", "greece greek greeks"),
    ("土耳其 土", "turkey turkish turkiye"),
    ("乌克兰 乌方 乌", "ukraine ukrainian"),
    ("俄罗斯 俄国 俄方 俄", "russia russian russians"),
    ("爱沙尼亚", "estonia estonian"),
    ("拉脱维亚", "latvia latvian"),
    ("立陶宛", "lithuania lithuanian"),
    ("欧盟 欧", "eu european"),
    ("欧洲 欧盟 欧", "europe european europeans eu"),
    ("日本 日方 日媒 日", "japan japanese"),
    ("韩国 韩方 韩媒 南韩 韩", "korea korean korean"),
    ("朝鲜 朝", "korea korean"),
    ("印度 印", "india indian indians"),
    ("巴基斯坦 巴", "pakistan pakistani"),
    ("孟加拉国", "bangladesh bangladeshi"),
    ("印度尼西亚 印尼", "indonesia indonesian"),
    ("印尼 印度尼西亚", "indonesia indonesian"),
    ("马来西亚 大马 马", "malaysia malaysian"),
    ("新加坡 新", "singapore singaporean"),
    ("泰国 泰", "thailand thai"),
    ("越南 越", "vietnam vietnamese"),
    ("菲律宾 菲", "philippines philippine filipino"),
    ("缅甸", "myanmar burma burmese"),
    ("澳大利亚 澳洲 澳", "australia australian australians"),
    ("新西兰", "zealand"),
    ("加拿大 加", "canada canadian canadians"),
    ("墨西哥 墨", "mexico mexican"),
    ("巴西 巴", "brazil brazilian"),
    ("阿根廷", "argentina argentine argentinian"),
    ("智利", "chile chilean"),
    ("哥伦比亚", "colombia colombian"),
    ("秘鲁", "peru peruvian"),
    ("委内瑞拉 委", "venezuela venezuelan"),
    ("古巴", "cuba cuban"),
    ("以色列 以方 以", "israel israeli israelis"),
    ("伊朗 伊", "iran iranian"),
    ("伊拉克", "iraq iraqi"),
    ("沙特阿拉伯 沙特", "saudi"),
    ("沙特 沙特阿拉伯", "saudi"),
    ("阿联酋", "uae emirates emirati"),
    ("卡塔尔", "qatar qatari"),
    ("埃及 埃", "egypt egyptian"),
    ("南非", "african"),
    ("尼日利亚", "nigeria nigerian"),
    ("肯尼亚", "kenya kenyan"),
    ("非洲", "africa african"),
    ("亚洲", "asia asian"),
    ("拉丁美洲 拉美", "latin"),
    ("台湾 台", "taiwan taiwanese"),
    ("香港 港", "hong kong"),
)
