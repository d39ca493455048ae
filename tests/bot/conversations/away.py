"""`/away`: days off."""

from tests.bot.conversations.talk import Talk
from tests.office import ANA

COMMAND = "/away"
TALKS = (
    Talk(
        "noted, listed and taken back",
        ANA,
        (
            (
                "",
                (
                    "No time off is noted.\n"
                    "Note more with `/away tomorrow`, `/away friday pm` or `/away from 1 Dec to 5 Dec`."
                ),
                "",
                (
                    "Tiada cuti dicatat.\n"
                    "Catat lagi dengan `/away esok`, `/away Jumaat petang` atau `/away dari 1 Dis hingga 5 "
                    "Dis`."
                ),
            ),
            (
                "tomorrow",
                (
                    "You are away: Wed 18 Nov. That is 1 working day. Nothing is sent to you then, and your plan "
                    "knows it. Your manager sees the dates."
                ),
                "esok",
                (
                    "Anda bercuti: Rab 18 Nov. Iaitu 1 hari bekerja. Tiada apa-apa dihantar kepada anda pada "
                    "masa itu, dan rancangan anda mengambil kira cuti ini. Pengurus anda nampak tarikhnya."
                ),
            ),
            (
                "friday pm",
                (
                    "You are away: Fri 20 Nov, afternoon. That is half a working day. Nothing is sent to you then, "
                    "and your plan knows it. Your manager sees the dates."
                ),
                "jumaat petang",
                (
                    "Anda bercuti: Jum 20 Nov, petang. Iaitu separuh hari bekerja. Tiada apa-apa dihantar kepada "
                    "anda pada masa itu, dan rancangan anda mengambil kira cuti ini. Pengurus anda nampak "
                    "tarikhnya."
                ),
            ),
            (
                "from 1 Dec to 5 Dec",
                (
                    "You are away: Tue 1 Dec to Sat 5 Dec. That is 4 working days. Nothing is sent to you then, "
                    "and your plan knows it. Your manager sees the dates."
                ),
                "dari 1 Dis hingga 5 Dis",
                (
                    "Anda bercuti: Sel 1 Dis hingga Sab 5 Dis. Iaitu 4 hari bekerja. Tiada apa-apa dihantar "
                    "kepada anda pada masa itu, dan rancangan anda mengambil kira cuti ini. Pengurus anda "
                    "nampak tarikhnya."
                ),
            ),
            (
                "tomorrow",
                "Wed 18 Nov is noted already. Nothing was changed.",
                "esok",
                "Rab 18 Nov sudah dicatat. Tiada apa-apa diubah.",
            ),
            (
                "list",
                (
                    "*Your time off:*\nWed 18 Nov\nFri 20 Nov, afternoon\nTue 1 Dec to Sat 5 Dec\n"
                    "Note more with `/away tomorrow`, `/away friday pm` or `/away from 1 Dec to 5 Dec`."
                ),
                "senarai",
                (
                    "*Cuti anda:*\nRab 18 Nov\nJum 20 Nov, petang\nSel 1 Dis hingga Sab 5 Dis\n"
                    "Catat lagi dengan `/away esok`, `/away Jumaat petang` atau `/away dari 1 Dis hingga 5 "
                    "Dis`."
                ),
            ),
            (
                "cancel friday",
                "Not away after all: Fri 20 Nov, afternoon. You work half a working day more.",
                "batal jumaat",
                "Tidak jadi bercuti: Jum 20 Nov, petang. Rancangan anda bertambah separuh hari bekerja.",
            ),
            (
                "cancel",
                "Not away after all: Wed 18 Nov. You work 1 working day more.",
                "batal",
                "Tidak jadi bercuti: Rab 18 Nov. Rancangan anda bertambah 1 hari bekerja.",
            ),
            (
                "cancel 1 dec",
                "Not away after all: Tue 1 Dec. You work 1 working day more.",
                "batal 1 dis",
                "Tidak jadi bercuti: Sel 1 Dis. Rancangan anda bertambah 1 hari bekerja.",
            ),
            (
                "cancel 24 dec",
                "You have no time off noted then. `/away` shows what is noted.",
                "batal 24 dis",
                "Tiada cuti anda dicatat pada masa itu. `/away` menunjukkan apa yang dicatat.",
            ),
            (
                "list",
                (
                    "*Your time off:*\nWed 2 Dec to Sat 5 Dec\n"
                    "Note more with `/away tomorrow`, `/away friday pm` or `/away from 1 Dec to 5 Dec`."
                ),
                "senarai",
                (
                    "*Cuti anda:*\nRab 2 Dis hingga Sab 5 Dis\n"
                    "Catat lagi dengan `/away esok`, `/away Jumaat petang` atau `/away dari 1 Dis hingga 5 "
                    "Dis`."
                ),
            ),
        ),
    ),
    Talk(
        "ways to say when",
        ANA,
        (
            (
                "today",
                (
                    "You are away: Tue 17 Nov. That is 1 working day. Nothing is sent to you then, and your plan "
                    "knows it. Your manager sees the dates."
                ),
                "hari ini",
                (
                    "Anda bercuti: Sel 17 Nov. Iaitu 1 hari bekerja. Tiada apa-apa dihantar kepada anda pada "
                    "masa itu, dan rancangan anda mengambil kira cuti ini. Pengurus anda nampak tarikhnya."
                ),
            ),
            (
                "half day thursday",
                (
                    "You are away: Thu 19 Nov, half a day. That is half a working day. Nothing is sent to you then, "
                    "and your plan knows it. Your manager sees the dates."
                ),
                "separuh hari khamis",
                (
                    "Anda bercuti: Kha 19 Nov, setengah hari. Iaitu separuh hari bekerja. Tiada apa-apa dihantar "
                    "kepada anda pada masa itu, dan rancangan anda mengambil kira cuti ini. Pengurus anda "
                    "nampak tarikhnya."
                ),
            ),
            (
                "friday morning",
                (
                    "You are away: Fri 20 Nov, morning. That is half a working day. Nothing is sent to you then, "
                    "and your plan knows it. Your manager sees the dates."
                ),
                "jumaat pagi",
                (
                    "Anda bercuti: Jum 20 Nov, pagi. Iaitu separuh hari bekerja. Tiada apa-apa dihantar kepada anda "
                    "pada masa itu, dan rancangan anda mengambil kira cuti ini. Pengurus anda nampak "
                    "tarikhnya."
                ),
            ),
            (
                "next week",
                (
                    "You are away: Mon 23 Nov to Sun 29 Nov. That is 5 working days. Nothing is sent to you then, "
                    "and your plan knows it. Your manager sees the dates."
                ),
                "minggu depan",
                (
                    "Anda bercuti: Isn 23 Nov hingga Ahd 29 Nov. Iaitu 5 hari bekerja. Tiada apa-apa dihantar "
                    "kepada anda pada masa itu, dan rancangan anda mengambil kira cuti ini. Pengurus anda "
                    "nampak tarikhnya."
                ),
            ),
            (
                "2026-12-24",
                (
                    "You are away: Thu 24 Dec. That is 1 working day. Nothing is sent to you then, and your plan "
                    "knows it. Your manager sees the dates."
                ),
                "2026-12-24",
                (
                    "Anda bercuti: Kha 24 Dis. Iaitu 1 hari bekerja. Tiada apa-apa dihantar kepada anda pada "
                    "masa itu, dan rancangan anda mengambil kira cuti ini. Pengurus anda nampak tarikhnya."
                ),
            ),
            (
                "28-30 dec",
                (
                    "You are away: Mon 28 Dec to Wed 30 Dec. That is 3 working days. Nothing is sent to you then, "
                    "and your plan knows it. Your manager sees the dates."
                ),
                "28-30 dis",
                (
                    "Anda bercuti: Isn 28 Dis hingga Rab 30 Dis. Iaitu 3 hari bekerja. Tiada apa-apa dihantar "
                    "kepada anda pada masa itu, dan rancangan anda mengambil kira cuti ini. Pengurus anda "
                    "nampak tarikhnya."
                ),
            ),
            (
                "sick yesterday",
                (
                    "You are away: Mon 16 Nov. That is 1 working day. Nothing is sent to you then, and your plan "
                    "knows it. Your manager sees the dates."
                ),
                "sakit semalam",
                (
                    "Anda bercuti: Isn 16 Nov. Iaitu 1 hari bekerja. Tiada apa-apa dihantar kepada anda pada "
                    "masa itu, dan rancangan anda mengambil kira cuti ini. Pengurus anda nampak tarikhnya."
                ),
            ),
            (
                "24 Feb 2027",
                (
                    "You are away: Wed 24 Feb. That is 1 working day. Nothing is sent to you then, and your plan "
                    "knows it. Your manager sees the dates."
                ),
                "24 Feb 2027",
                (
                    "Anda bercuti: Rab 24 Feb. Iaitu 1 hari bekerja. Tiada apa-apa dihantar kepada anda pada "
                    "masa itu, dan rancangan anda mengambil kira cuti ini. Pengurus anda nampak tarikhnya."
                ),
            ),
            (
                "saturday",
                (
                    "You are away: Sat 21 Nov. You don't work then anyway. Nothing is sent to you then, "
                    "and your plan knows it. Your manager sees the dates."
                ),
                "sabtu",
                (
                    "Anda bercuti: Sab 21 Nov. Anda memang tidak bekerja pada hari itu. Tiada apa-apa "
                    "dihantar kepada anda pada masa itu, dan rancangan anda mengambil kira cuti ini. "
                    "Pengurus anda nampak tarikhnya."
                ),
            ),
        ),
    ),
    Talk(
        "three days from today",
        ANA,
        (
            (
                "3 days",
                (
                    "You are away: Tue 17 Nov to Thu 19 Nov. That is 3 working days. Nothing is sent to you then, "
                    "and your plan knows it. Your manager sees the dates."
                ),
                "3 hari",
                (
                    "Anda bercuti: Sel 17 Nov hingga Kha 19 Nov. Iaitu 3 hari bekerja. Tiada apa-apa dihantar "
                    "kepada anda pada masa itu, dan rancangan anda mengambil kira cuti ini. Pengurus anda "
                    "nampak tarikhnya."
                ),
            ),
        ),
    ),
    Talk(
        "what is not understood",
        ANA,
        (
            (
                "someday",
                (
                    "Nothing was saved: I don't know the day `someday`. Write it like `today`, `friday "
                    "pm`, `1 Dec` or `from 1 Dec to 5 Dec`."
                ),
                "entah bila",
                (
                    "Tiada apa-apa disimpan: saya tidak kenal hari `entah bila`. Tulis seperti `hari ini`, "
                    "`Jumaat petang`, `1 Dis` atau `dari 1 Dis hingga 5 Dis`."
                ),
            ),
            (
                "5 dec to 1 dec",
                (
                    "Nothing was saved: the last day comes before the first: 5 Dec 2026 to 1 Dec 2026. "
                    "Write it like `from 1 Dec to 5 Dec`."
                ),
                "5 dis hingga 1 dis",
                (
                    "Tiada apa-apa disimpan: hari terakhir lebih awal daripada hari pertama: 5 Dis 2026 "
                    "hingga 1 Dis 2026. Tulis seperti `dari 1 Dis hingga 5 Dis`."
                ),
            ),
            (
                "2026-01-05",
                "Nothing was saved: 5 Jan 2026 is too long ago. Ask your admin to note older leave.",
                "2026-01-05",
                (
                    "Tiada apa-apa disimpan: 5 Jan 2026 sudah terlalu lama berlalu. Minta admin anda "
                    "mencatat cuti yang lebih lama."
                ),
            ),
            (
                "2029-01-05",
                "Nothing was saved: 5 Jan 2029 is more than two years ahead. Write it when it is nearer.",
                "2029-01-05",
                "Tiada apa-apa disimpan: 5 Jan 2029 lebih dua tahun akan datang. Tulis apabila sudah lebih dekat.",
            ),
            (
                "31 feb",
                "Nothing was saved: there is no date `31 feb`. Write it like 2026-11-16.",
                "31 feb",
                "Tiada apa-apa disimpan: tiada tarikh `31 feb`. Tulis seperti 2026-11-16.",
            ),
            (
                "1 jan 2027 to 1 mar 2028",
                "Nothing was saved: that is longer than a year. Write the first and the last day.",
                "1 jan 2027 hingga 1 mac 2028",
                "Tiada apa-apa disimpan: itu lebih lama daripada setahun. Tulis hari pertama dan hari terakhir.",
            ),
            (
                "friday am pm",
                "Nothing was saved: a morning and an afternoon are a whole day. Write the day alone for all of it.",
                "jumaat pagi petang",
                (
                    "Tiada apa-apa disimpan: pagi dan petang ialah sehari penuh. Tulis hari itu sahaja "
                    "untuk sehari penuh."
                ),
            ),
            (
                "cancel",
                "You have no time off noted then. `/away` shows what is noted.",
                "batal",
                "Tiada cuti anda dicatat pada masa itu. `/away` menunjukkan apa yang dicatat.",
            ),
            (
                "5/12",
                "Nothing was saved yet. Which days did you mean?\n• Sat 5 Dec\n• Wed 12 May",
                "5/12",
                "Belum ada apa-apa disimpan. Hari yang mana satu maksud anda?\n• Sab 5 Dis\n• Rab 12 Mei",
            ),
            (
                "<!channel>",
                (
                    "Nothing was saved: I don't know the day `channel`. Write it like `today`, `friday "
                    "pm`, `1 Dec` or `from 1 Dec to 5 Dec`."
                ),
                "<!channel>",
                (
                    "Tiada apa-apa disimpan: saya tidak kenal hari `channel`. Tulis seperti `hari ini`, "
                    "`Jumaat petang`, `1 Dis` atau `dari 1 Dis hingga 5 Dis`."
                ),
            ),
        ),
    ),
    Talk(
        "help",
        ANA,
        (
            (
                "help",
                (
                    "*Say when you are away:*\n`/away today`\n`/away friday pm`\n`/away half day tomorrow`\n"
                    "`/away from 1 Dec to 5 Dec`\n`/away next week`\n`/away 3 days`\n"
                    "`/away list` shows what is noted, `/away cancel` or `/away cancel friday` takes it "
                    "back."
                ),
                "bantuan",
                (
                    "*Beritahu bila anda bercuti:*\n`/away hari ini`\n`/away Jumaat petang`\n"
                    "`/away separuh hari esok`\n`/away dari 1 Dis hingga 5 Dis`\n`/away minggu depan`\n"
                    "`/away 3 hari`\n"
                    "`/away senarai` menunjukkan cuti yang dicatat, `/away batal` atau `/away batal "
                    "Jumaat` membatalkannya."
                ),
            ),
        ),
    ),
)
