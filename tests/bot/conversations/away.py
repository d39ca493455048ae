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
                ("No time off yet.\nAdd more with `/away tomorrow`, `/away friday pm` or `/away from 1 Dec to 5 Dec`."),
                "",
                (
                    "Belum ada cuti.\nTambah lagi dengan `/away esok`, `/away Jumaat petang` atau `/away dari "
                    "1 Dis hingga 5 Dis`."
                ),
            ),
            (
                "tomorrow",
                (
                    "You're off Wed 18 Nov. That's 1 workday. No messages while you're out, and your plan "
                    "adjusts. Your manager can see the dates."
                ),
                "esok",
                (
                    "Anda bercuti Rab 18 Nov. Jumlahnya 1 hari bekerja. Tiada mesej semasa anda bercuti, dan "
                    "rancangan anda dilaraskan. Pengurus anda boleh melihat tarikhnya."
                ),
            ),
            (
                "friday pm",
                (
                    "You're off Fri 20 Nov, afternoon. That's half a workday. No messages while you're "
                    "out, and your plan adjusts. Your manager can see the dates."
                ),
                "jumaat petang",
                (
                    "Anda bercuti Jum 20 Nov, petang. Jumlahnya setengah hari bekerja. Tiada mesej semasa anda "
                    "bercuti, dan rancangan anda dilaraskan. Pengurus anda boleh melihat tarikhnya."
                ),
            ),
            (
                "from 1 Dec to 5 Dec",
                (
                    "You're off Tue 1 Dec to Sat 5 Dec. That's 4 workdays. No messages while you're out, "
                    "and your plan adjusts. Your manager can see the dates."
                ),
                "dari 1 Dis hingga 5 Dis",
                (
                    "Anda bercuti Sel 1 Dis hingga Sab 5 Dis. Jumlahnya 4 hari bekerja. Tiada mesej semasa "
                    "anda bercuti, dan rancangan anda dilaraskan. Pengurus anda boleh melihat tarikhnya."
                ),
            ),
            (
                "tomorrow",
                "You already have Wed 18 Nov off, so nothing changed.",
                "esok",
                "Anda sudah bercuti Rab 18 Nov, jadi tiada yang berubah.",
            ),
            (
                "list",
                (
                    "*Your time off:*\nWed 18 Nov\nFri 20 Nov, afternoon\nTue 1 Dec to Sat 5 Dec\nAdd more "
                    "with `/away tomorrow`, `/away friday pm` or `/away from 1 Dec to 5 Dec`."
                ),
                "senarai",
                (
                    "*Cuti anda:*\nRab 18 Nov\nJum 20 Nov, petang\nSel 1 Dis hingga Sab 5 Dis\nTambah lagi "
                    "dengan `/away esok`, `/away Jumaat petang` atau `/away dari 1 Dis hingga 5 Dis`."
                ),
            ),
            (
                "cancel friday",
                "Time off cancelled: Fri 20 Nov, afternoon (half a workday).",
                "batal jumaat",
                "Cuti dibatalkan: Jum 20 Nov, petang (setengah hari bekerja).",
            ),
            (
                "cancel",
                "Time off cancelled: Wed 18 Nov (1 workday).",
                "batal",
                "Cuti dibatalkan: Rab 18 Nov (1 hari bekerja).",
            ),
            (
                "cancel 1 dec",
                "Time off cancelled: Tue 1 Dec (1 workday).",
                "batal 1 dis",
                "Cuti dibatalkan: Sel 1 Dis (1 hari bekerja).",
            ),
            (
                "cancel 24 dec",
                "You don't have time off then. `/away` lists yours.",
                "batal 24 dis",
                "Anda tiada cuti pada masa itu. `/away` menyenaraikan cuti anda.",
            ),
            (
                "list",
                (
                    "*Your time off:*\nWed 2 Dec to Sat 5 Dec\nAdd more with `/away tomorrow`, `/away friday "
                    "pm` or `/away from 1 Dec to 5 Dec`."
                ),
                "senarai",
                (
                    "*Cuti anda:*\nRab 2 Dis hingga Sab 5 Dis\nTambah lagi dengan `/away esok`, `/away Jumaat "
                    "petang` atau `/away dari 1 Dis hingga 5 Dis`."
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
                    "You're off Tue 17 Nov. That's 1 workday. No messages while you're out, and your plan "
                    "adjusts. Your manager can see the dates."
                ),
                "hari ini",
                (
                    "Anda bercuti Sel 17 Nov. Jumlahnya 1 hari bekerja. Tiada mesej semasa anda bercuti, dan "
                    "rancangan anda dilaraskan. Pengurus anda boleh melihat tarikhnya."
                ),
            ),
            (
                "half day thursday",
                (
                    "You're off Thu 19 Nov, half a day. That's half a workday. No messages while you're "
                    "out, and your plan adjusts. Your manager can see the dates."
                ),
                "separuh hari khamis",
                (
                    "Anda bercuti Kha 19 Nov, setengah hari. Jumlahnya setengah hari bekerja. Tiada mesej "
                    "semasa anda bercuti, dan rancangan anda dilaraskan. Pengurus anda boleh melihat "
                    "tarikhnya."
                ),
            ),
            (
                "friday morning",
                (
                    "You're off Fri 20 Nov, morning. That's half a workday. No messages while you're out, "
                    "and your plan adjusts. Your manager can see the dates."
                ),
                "jumaat pagi",
                (
                    "Anda bercuti Jum 20 Nov, pagi. Jumlahnya setengah hari bekerja. Tiada mesej semasa anda "
                    "bercuti, dan rancangan anda dilaraskan. Pengurus anda boleh melihat tarikhnya."
                ),
            ),
            (
                "next week",
                (
                    "You're off Mon 23 Nov to Sun 29 Nov. That's 5 workdays. No messages while you're out, "
                    "and your plan adjusts. Your manager can see the dates."
                ),
                "minggu depan",
                (
                    "Anda bercuti Isn 23 Nov hingga Ahd 29 Nov. Jumlahnya 5 hari bekerja. Tiada mesej semasa "
                    "anda bercuti, dan rancangan anda dilaraskan. Pengurus anda boleh melihat tarikhnya."
                ),
            ),
            (
                "2026-12-24",
                (
                    "You're off Thu 24 Dec. That's 1 workday. No messages while you're out, and your plan "
                    "adjusts. Your manager can see the dates."
                ),
                "2026-12-24",
                (
                    "Anda bercuti Kha 24 Dis. Jumlahnya 1 hari bekerja. Tiada mesej semasa anda bercuti, dan "
                    "rancangan anda dilaraskan. Pengurus anda boleh melihat tarikhnya."
                ),
            ),
            (
                "28-30 dec",
                (
                    "You're off Mon 28 Dec to Wed 30 Dec. That's 3 workdays. No messages while you're out, "
                    "and your plan adjusts. Your manager can see the dates."
                ),
                "28-30 dis",
                (
                    "Anda bercuti Isn 28 Dis hingga Rab 30 Dis. Jumlahnya 3 hari bekerja. Tiada mesej semasa "
                    "anda bercuti, dan rancangan anda dilaraskan. Pengurus anda boleh melihat tarikhnya."
                ),
            ),
            (
                "sick yesterday",
                (
                    "You're off Mon 16 Nov. That's 1 workday. No messages while you're out, and your plan "
                    "adjusts. Your manager can see the dates."
                ),
                "sakit semalam",
                (
                    "Anda bercuti Isn 16 Nov. Jumlahnya 1 hari bekerja. Tiada mesej semasa anda bercuti, dan "
                    "rancangan anda dilaraskan. Pengurus anda boleh melihat tarikhnya."
                ),
            ),
            (
                "24 Feb 2027",
                (
                    "You're off Wed 24 Feb. That's 1 workday. No messages while you're out, and your plan "
                    "adjusts. Your manager can see the dates."
                ),
                "24 Feb 2027",
                (
                    "Anda bercuti Rab 24 Feb. Jumlahnya 1 hari bekerja. Tiada mesej semasa anda bercuti, dan "
                    "rancangan anda dilaraskan. Pengurus anda boleh melihat tarikhnya."
                ),
            ),
            (
                "saturday",
                (
                    "You're off Sat 21 Nov. You don't work then anyway. No messages while you're out, and "
                    "your plan adjusts. Your manager can see the dates."
                ),
                "sabtu",
                (
                    "Anda bercuti Sab 21 Nov. Anda memang tidak bekerja pada hari itu. Tiada mesej semasa "
                    "anda bercuti, dan rancangan anda dilaraskan. Pengurus anda boleh melihat tarikhnya."
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
                    "You're off Tue 17 Nov to Thu 19 Nov. That's 3 workdays. No messages while you're out, "
                    "and your plan adjusts. Your manager can see the dates."
                ),
                "3 hari",
                (
                    "Anda bercuti Sel 17 Nov hingga Kha 19 Nov. Jumlahnya 3 hari bekerja. Tiada mesej semasa "
                    "anda bercuti, dan rancangan anda dilaraskan. Pengurus anda boleh melihat tarikhnya."
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
                    "I don't know the day `someday`. Write it like `today`, `friday pm`, `1 Dec` or `from 1 "
                    "Dec to 5 Dec`. Nothing was saved."
                ),
                "entah bila",
                (
                    "Hari `entah bila` tidak dikenali. Tulis seperti `hari ini`, `Jumaat petang`, `1 Dis` atau "
                    "`dari 1 Dis hingga 5 Dis`. Tiada apa-apa disimpan."
                ),
            ),
            (
                "5 dec to 1 dec",
                (
                    "The last day comes before the first: 5 Dec 2026 to 1 Dec 2026. Write it like `from 1 Dec "
                    "to 5 Dec`. Nothing was saved."
                ),
                "5 dis hingga 1 dis",
                (
                    "Hari terakhir lebih awal daripada hari pertama: 5 Dis 2026 hingga 1 Dis 2026. Tulis "
                    "seperti `dari 1 Dis hingga 5 Dis`. Tiada apa-apa disimpan."
                ),
            ),
            (
                "2026-01-05",
                "5 Jan 2026 is too far back. Ask your admin to add older time off. Nothing was saved.",
                "2026-01-05",
                (
                    "5 Jan 2026 sudah terlalu lama berlalu. Minta admin anda mencatat cuti yang lebih lama. "
                    "Tiada apa-apa disimpan."
                ),
            ),
            (
                "2029-01-05",
                "5 Jan 2029 is more than two years ahead. Add it closer to the time. Nothing was saved.",
                "2029-01-05",
                "5 Jan 2029 lebih dua tahun akan datang. Tulis apabila sudah lebih dekat. Tiada apa-apa disimpan.",
            ),
            (
                "31 feb",
                "`31 feb` isn't a real date. Write it like 2026-11-16. Nothing was saved.",
                "31 feb",
                "`31 feb` bukan tarikh sebenar. Tulis seperti 2026-11-16. Tiada apa-apa disimpan.",
            ),
            (
                "1 jan 2027 to 1 mar 2028",
                "That's longer than a year. Write the first and the last day. Nothing was saved.",
                "1 jan 2027 hingga 1 mac 2028",
                "Itu lebih lama daripada setahun. Tulis hari pertama dan hari terakhir. Tiada apa-apa disimpan.",
            ),
            (
                "friday am pm",
                "A morning and an afternoon make a whole day. Write just the day. Nothing was saved.",
                "jumaat pagi petang",
                (
                    "Pagi dan petang ialah sehari penuh. Tulis hari itu sahaja untuk sehari penuh. Tiada "
                    "apa-apa disimpan."
                ),
            ),
            (
                "cancel",
                "You don't have time off then. `/away` lists yours.",
                "batal",
                "Anda tiada cuti pada masa itu. `/away` menyenaraikan cuti anda.",
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
                    "I don't know the day `channel`. Write it like `today`, `friday pm`, `1 Dec` or `from 1 "
                    "Dec to 5 Dec`. Nothing was saved."
                ),
                "<!channel>",
                (
                    "Hari `channel` tidak dikenali. Tulis seperti `hari ini`, `Jumaat petang`, `1 Dis` atau "
                    "`dari 1 Dis hingga 5 Dis`. Tiada apa-apa disimpan."
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
                    "*Take time off:*\n`/away today`\n`/away friday pm`\n`/away half day tomorrow`\n`/away "
                    "from 1 Dec to 5 Dec`\n`/away next week`\n`/away 3 days`\n`/away list` shows your time "
                    "off, `/away cancel` or `/away cancel friday` cancels it."
                ),
                "bantuan",
                (
                    "*Ambil cuti:*\n`/away hari ini`\n`/away Jumaat petang`\n`/away separuh hari esok`\n`/away "
                    "dari 1 Dis hingga 5 Dis`\n`/away minggu depan`\n`/away 3 hari`\n`/away senarai` "
                    "menunjukkan cuti anda, `/away batal` atau `/away batal Jumaat` membatalkannya."
                ),
            ),
        ),
    ),
)
