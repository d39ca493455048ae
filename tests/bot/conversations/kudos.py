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
                "Sent to Ben Sparrow privately: “the introduction to Acorn”",
                f"<@{BEN}> kerana memperkenalkan saya kepada Acorn",
                "Dihantar kepada Ben Sparrow secara peribadi: “memperkenalkan saya kepada Acorn”",
            ),
            (
                f"<@{BEN}|ben> for <!channel> & *all*",
                "Sent to Ben Sparrow privately: “!channel &amp; *​all*​”",
                f"<@{BEN}|ben> atas <!channel> & *semua*",
                "Dihantar kepada Ben Sparrow secara peribadi: “!channel &amp; *​semua*​”",
            ),
            (
                f"<@{CLEO}> for the slides",
                "Sent to Cleo Marsh privately: “the slides”",
                f"<@{CLEO}> untuk slaid itu",
                "Dihantar kepada Cleo Marsh secara peribadi: “slaid itu”",
            ),
            (
                f"<@{MANAGER}> for the advice",
                "That's 3 kudos today, the daily limit. Save this one for tomorrow.",
                f"<@{MANAGER}> atas nasihat",
                ("Itu 3 kudos hari ini, had hariannya. Simpan yang ini untuk esok."),
            ),
        ),
    ),
    Talk(
        "what is missing",
        ANA,
        (
            (
                "",
                "Start with @ and a colleague's name, like `/kudos @colleague for the introduction to Acorn Supply`.",
                "",
                (
                    "Mulakan dengan @ dan nama rakan sekerja: `/kudos @rakan kerana memperkenalkan saya "
                    "kepada Acorn Supply`."
                ),
            ),
            (
                "Ben for the introduction",
                "Start with @ and a colleague's name, like `/kudos @colleague for the introduction to Acorn Supply`.",
                "Ben kerana memperkenalkan saya",
                (
                    "Mulakan dengan @ dan nama rakan sekerja: `/kudos @rakan kerana memperkenalkan saya "
                    "kepada Acorn Supply`."
                ),
            ),
            (
                f"<@{BEN}>",
                "What's it for? Write it like `/kudos @colleague for the introduction to Acorn Supply`.",
                f"<@{BEN}>",
                "Untuk apa? Tulis seperti `/kudos @rakan kerana memperkenalkan saya kepada Acorn Supply`.",
            ),
            (
                f"<@{ANA}> for everything",
                "You can't send kudos to yourself. Nice try, though.",
                f"<@{ANA}> untuk semuanya",
                "Kudos hanya untuk rakan sekerja, bukan diri sendiri.",
            ),
            (
                "<@U0NOBODY> for nothing",
                "I don't know this colleague. Nothing was sent.",
                "<@U0NOBODY> untuk apa-apa",
                "Saya tidak mengenali rakan sekerja ini. Tiada apa-apa dihantar.",
            ),
            (
                f"<@{BEN}> for " + "very " * 100 + "much",
                "Please keep it to 300 characters.",
                f"<@{BEN}> kerana " + "sangat " * 100 + "baik",
                "Sila ringkaskan kepada 300 aksara.",
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
                    "Pacer only works for members of this workspace, not guests or people from other "
                    "companies. Nothing was saved."
                ),
                f"<@{ANA}> atas nasihat",
                (
                    "Pacer hanya untuk ahli ruang kerja ini, bukan tetamu atau orang dari syarikat lain. Tiada "
                    "apa-apa disimpan."
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
