"""The words that say of a date whether it is that of publication or that of a change."""

from __future__ import annotations

import re
from enum import StrEnum

__all__ = ["WORDS", "DateKind", "kind_said", "only_says"]


class DateKind(StrEnum):
    """What a date of a page is the date of."""

    PUBLISHED = "published"
    CHANGED = "changed"
    UNSAID = "unsaid"


# Stems, as words begin; the languages are told apart nowhere, since templates are not always translated.
_CHANGED = (
    "updat modif revis(?:ed|ion) edited amended changed corrected last(?=\\s+(?:updat|modif|chang|edit|review|revis)|\\s*:) reviewed "
    "aktualisi zuletzt geändert bearbeitet überarbeitet stand(?=:|\\s+\\d) "
    "mise?s?\\s+à\\s+jour màj maj(?=\\s*[:\\d]) actualis rectifi "
    "actualiz act(?=\\.?\\s*:) última\\s+(?:actual|modif) atualiz aggiorna ultima?\\s+(?:modif|aggiorn) editado "
    "bijgewerkt gewijzigd aangepast laatst opdater ændret redigeret oppdater endret sist uppdater ändrad senast "
    "päivitet muokattu muutettu uppfær breytt uuendat muudet viimati atjaun labot mainī atnaujin pakeist "
    "aktualiz zaktualiz zmodyf zmian zmieni edytow edycj ostatni\\w*\\s+(?:aktual|zmian|modyf) upraven změn zmen naposled "
    "frissít frissül módosít utolsó ažurir izmij izmen osvež posodob spremen zadnja "
    "обнов измен(?:ен|ён) отредакт актуализ(?:ир|ац) последн\\w*\\s+(?:обнов|измен|ред) обновено редактира промен ажурир измењ "
    "оновл змінен відредаг абноўл зменен жаңар янгилан "
    "ενημερ(?:ώθ|ωθ|ωμ)? τροποπο ανανε τελευταία\\s+(?:ενημ|τροπ|ανανε) güncel değiştir yenilən son\\s+(?:güncel|değiş) përditës azkena eguneratu actualitz "
    "cập\\s+nhật sửa\\s+đổi chỉnh\\s+sửa diperbar diperbah dikemas\\s*kini dikemaskini pembaruan dimutakhir diubah disunting imesasish ilisasish imeboresh na-update"
)
_PUBLISHED = (
    "publish posted post(?=\\s*(?:time|date|ed|:)) created? issued released appeared first(?=\\s+\\d|\\s*:) originally filed "
    "veröffentl erschien erstell publiziert erstmals "
    "publi[ée] publica paru(?:e|s|es)? mise?s?\\s+en\\s+ligne posté créé publié parution "
    "publicad publicac creado postado criado pubblica creato inserito gepubl geplaatst verschenen "
    "publicer udgivet offentliggjort oprettet publiser publisert lagt\\s+ut skapad "
    "julkais birt(?:ist)? avalda(?:t|m) ilmus public[ēe] publiskot paskelb publiku opublik publik dodan utworz data\\s+publik "
    "zveřejn uveřejn vydán vloženo zverejn uverejn vydan(?:é|ý) publikov megjelen közzét közzé létrehoz publicat postat "
    "objav postavlj "
    "опубл публик размещ создан(?:о|а)? дата\\s+публ опублік створен апубл жарияла эълон објав објав "
    "δημοσ ανάρτ αναρτ yayın yayım oluşturul eklenme giriş dərc botuar argitara publicat "
    "đăng xuất\\s+bản ngày\\s+đăng diterbit dipublikasi terbit tayang diunggah disiar diterbitkan imechapish ilichapish chapish nai-publish inilathala"
)
# Other scripts: without word boundaries, or with particles written onto the word.
_CHANGED_ANYWHERE = (
    "更新 修改 修訂 修订 改訂 改定 编辑于 編輯於 最后编辑 最後編輯 수정 업데이트 갱신 تحديث تعديل محدث تحدي [حُ]دّ?ث بروزرسانی به\\s?روز\\s?رسانی به‌روز روزآمد ویرایش "
    "עדכון עודכן עדכן נערך אדכון अपडेट अद्यतन संशोधि अद्यावधिक আপডেট হালনাগাদ সর্বশেষ புதுப்பி అప్‌డేట్ อัปเดต อัพเดต อัพเดท แก้ไข ปรับปรุง اپ\\s?ڈیٹ განახლ թարմաց"
)
_PUBLISHED_ANYWHERE = (
    "发布 發布 發佈 发表 發表 刊登 刊出 首发 首發 出版 上线 上線 创建 公開 配信 掲載 投稿 初出 公开 입력 등록 게재 발행 작성 송고 게시 승인 نشر النشر انتشار منتشر شائع "
    "פורסם פרסום פורסמה प्रकाशि पोस्ट প্রকাশ வெளியிட ప్రచురి เผยแพร่ โพสต์ ลงวันที่ วันที่ลง გამოქვეყნ հրապարակ"
)


def _either(stems: str, anywhere: str) -> str:
    return rf"(?<!\w)(?:{'|'.join(stems.split())})|{'|'.join(anywhere.split())}"


WORDS = re.compile(
    f"(?P<changed>{_either(_CHANGED, _CHANGED_ANYWHERE)})|(?P<published>{_either(_PUBLISHED, _PUBLISHED_ANYWHERE)})",
    re.I,
)
_MOST = 40  # characters of a label that stands alone


def kind_said(words: str) -> DateKind:
    """What words beside a date say of it: the last of them that says anything."""
    said = DateKind.UNSAID
    for m in WORDS.finditer(words):
        said = DateKind.CHANGED if m["changed"] else DateKind.PUBLISHED
    return said


def only_says(text: str) -> DateKind:
    """What a text says that is nothing but such a label ("Last updated:"), over or beside a date of its own."""
    if len(text) > _MOST or any(c.isdigit() for c in text) or len(text.split()) > 4:
        return DateKind.UNSAID
    return kind_said(text)
