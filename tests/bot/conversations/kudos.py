"""`/kudos`: thanks to a colleague."""

from tests.bot.conversations.given import gone, guest
from tests.bot.conversations.talk import Talk
from tests.office import ANA, BEN, CLEO, MANAGER

COMMAND = "/kudos"
TALKS = (
    Talk(
        "thanks, three a day",
        ANA,
        (
            (
                f"<@{BEN}> for the introduction to Acorn",
                "Ben Sparrow will read it in private: the introduction to Acorn",
                f"<@{BEN}> kerana memperkenalkan saya kepada Acorn",
                "Hanya Ben Sparrow yang akan membacanya: memperkenalkan saya kepada Acorn",
            ),
            (
                f"<@{BEN}|ben> for <!channel> & *all*",
                "Ben Sparrow will read it in private: !channel &amp; *\u200ball*\u200b",
                f"<@{BEN}|ben> atas <!channel> & *semua*",
                "Hanya Ben Sparrow yang akan membacanya: !channel &amp; *\u200bsemua*\u200b",
            ),
            (
                f"<@{CLEO}> for the slides",
                "Cleo Marsh will read it in private: the slides",
                f"<@{CLEO}> untuk slaid itu",
                "Hanya Cleo Marsh yang akan membacanya: slaid itu",
            ),
            (
                f"<@{MANAGER}> for the advice",
                "You thanked 3 times today. Keep this one for tomorrow: rare thanks count more.",
                f"<@{MANAGER}> atas nasihat",
                (
                    "Anda sudah mengucapkan terima kasih 3 kali hari ini. Simpan yang ini untuk esok: yang "
                    "jarang lebih bermakna."
                ),
            ),
        ),
    ),
    Talk(
        "what is missing",
        ANA,
        (
            (
                "",
                "Begin with @ and a colleague's name: `/kudos @colleague for the introduction to Acorn Supply`.",
                "",
                (
                    "Mulakan dengan @ dan nama rakan sekerja: `/kudos @rakan kerana memperkenalkan saya "
                    "kepada Acorn Supply`."
                ),
            ),
            (
                "Ben for the introduction",
                "Begin with @ and a colleague's name: `/kudos @colleague for the introduction to Acorn Supply`.",
                "Ben kerana memperkenalkan saya",
                (
                    "Mulakan dengan @ dan nama rakan sekerja: `/kudos @rakan kerana memperkenalkan saya "
                    "kepada Acorn Supply`."
                ),
            ),
            (
                f"<@{BEN}>",
                "Write what it is for: `/kudos @colleague for the introduction to Acorn Supply`.",
                f"<@{BEN}>",
                "Tulis sebabnya: `/kudos @rakan kerana memperkenalkan saya kepada Acorn Supply`.",
            ),
            (
                f"<@{ANA}> for everything",
                "Thanks are for a colleague: name somebody else.",
                f"<@{ANA}> untuk semuanya",
                "Ucapan terima kasih adalah untuk rakan sekerja: namakan orang lain.",
            ),
            (
                "<@U0NOBODY> for nothing",
                "I don't know this colleague. Nothing was sent.",
                "<@U0NOBODY> untuk apa-apa",
                "Saya tidak mengenali rakan sekerja ini. Tiada apa-apa dihantar.",
            ),
            (
                f"<@{BEN}> for " + "very " * 100 + "much",
                "Please say it in at most 300 characters.",
                f"<@{BEN}> kerana " + "sangat " * 100 + "baik",
                "Sila ringkaskan kepada 300 aksara atau kurang.",
            ),
            (
                "help",
                "*Thank a colleague:*\n`/kudos @colleague for the introduction to Acorn Supply`\nOnly they read it.",
                "bantuan",
                (
                    "*Ucapkan terima kasih kepada rakan sekerja:*\n"
                    "`/kudos @rakan kerana memperkenalkan saya kepada Acorn Supply`\n"
                    "Hanya dia yang membacanya."
                ),
            ),
        ),
    ),
    Talk(
        "a guest",
        BEN,
        (
            (
                f"<@{ANA}> for the advice",
                (
                    "Pacer is for members of this workspace only, not for guests or people of other "
                    "organisations. Nothing was saved."
                ),
                f"<@{ANA}> atas nasihat",
                (
                    "Pacer hanya untuk ahli ruang kerja ini, bukan untuk tetamu atau orang dari organisasi "
                    "lain. Tiada apa-apa disimpan."
                ),
            ),
        ),
        given=guest,
    ),
    Talk(
        "to somebody who left",
        ANA,
        (
            (
                f"<@{BEN}> for the advice",
                "I don't know this colleague. Nothing was sent.",
                f"<@{BEN}> atas nasihat",
                "Saya tidak mengenali rakan sekerja ini. Tiada apa-apa dihantar.",
            ),
        ),
        given=gone,
    ),
)
