"""`/log`: what was done, in one line; taking it back; one's entries."""

from tests.bot.conversations.given import call_goals, gone, guest
from tests.bot.conversations.talk import Form, Talk
from tests.office import ANA, BEN

COMMAND = "/log"
TALKS = (
    Talk(
        "entries of every kind",
        ANA,
        (
            (
                "call",
                "Logged 1 call\nCalls today 1 · Week 1",
                "panggilan",
                "Dicatat: 1 panggilan\nPanggilan hari ini 1 · Minggu ini 1",
            ),
            (
                "5 CALLS",
                "Logged 5 calls\nCalls today 6 · Week 6",
                "5 PANGGILAN",
                "Dicatat: 5 panggilan\nPanggilan hari ini 6 · Minggu ini 6",
            ),
            (
                "call 3",
                "Logged 3 calls\nCalls today 9 · Week 9",
                "panggilan 3",
                "Dicatat: 3 panggilan\nPanggilan hari ini 9 · Minggu ini 9",
            ),
            (
                "calls: 3",
                "Logged 3 calls\nCalls today 12 · Week 12",
                "panggilan: 3",
                "Dicatat: 3 panggilan\nPanggilan hari ini 12 · Minggu ini 12",
            ),
            (
                "five emails",
                "Logged 5 emails\nEmails today 5 · Week 5",
                "lima e-mel",
                "Dicatat: 5 e-mel\nE-mel hari ini 5 · Minggu ini 5",
            ),
            (
                "call Acme: left voicemail",
                "Logged 1 call · Acme · “left voicemail”\nCalls today 13 · Week 13",
                "panggilan Acme: tinggal pesan",
                "Dicatat: 1 panggilan · Acme · “tinggal pesan”\nPanggilan hari ini 13 · Minggu ini 13",
            ),
            (
                "call no answer Acme",
                "Logged 1 call · no answer · Acme\nCalls today 14 · Week 14",
                "panggilan tiada jawapan Acme",
                "Dicatat: 1 panggilan · tiada jawapan · Acme\nPanggilan hari ini 14 · Minggu ini 14",
            ),
            (
                "booked 2 demos with Acme",
                "Logged 2 demos · booked · Acme\nDemos today 2 · Week 2",
                "tempah 2 demo dengan Acme",
                "Dicatat: 2 demo · ditempah · Acme\nDemo hari ini 2 · Minggu ini 2",
            ),
            (
                "3 calls no answer, 2 calls connected",
                "Logged 3 calls · no answer, 2 calls · connected\nCalls today 19 · Week 19",
                "3 panggilan tiada jawapan, 2 panggilan dijawab",
                "Dicatat: 3 panggilan · tiada jawapan, 2 panggilan · dijawab\nPanggilan hari ini 19 · Minggu ini 19",
            ),
            (
                "call Acme, 2 emails Globex",
                "Logged 1 call · Acme, 2 emails · Globex\nCalls today 20 · Week 20\nEmails today 7 · Week 7",
                "panggilan Acme, 2 e-mel Globex",
                (
                    "Dicatat: 1 panggilan · Acme, 2 e-mel · Globex\n"
                    "Panggilan hari ini 20 · Minggu ini 20\nE-mel hari ini 7 · Minggu ini 7"
                ),
            ),
            (
                "booked 2 demos with Acme: via Bob",
                "Logged 2 demos · booked · Acme · “via Bob”\nDemos today 4 · Week 4",
                "ditempah 2 demo dengan Acme: melalui Bob",
                "Dicatat: 2 demo · ditempah · Acme · “melalui Bob”\nDemo hari ini 4 · Minggu ini 4",
            ),
            (
                "12 calls, 1 demo with Acorn",
                "Logged 12 calls, 1 demo · Acorn\nCalls today 32 · Week 32\nDemos today 5 · Week 5",
                "12 panggilan, 1 demo dengan Acorn",
                (
                    "Dicatat: 12 panggilan, 1 demo · Acorn\nPanggilan hari ini 32 · Minggu ini 32\n"
                    "Demo hari ini 5 · Minggu ini 5"
                ),
            ),
            (
                "5 calls 2 demos Acorn: good",
                ("Logged 5 calls, 2 demos · all with Acorn · “good”\nCalls today 37 · Week 37\nDemos today 7 · Week 7"),
                "5 panggilan 2 demo Acorn: bagus",
                (
                    "Dicatat: 5 panggilan, 2 demo · semua dengan Acorn · “bagus”\n"
                    "Panggilan hari ini 37 · Minggu ini 37\nDemo hari ini 7 · Minggu ini 7"
                ),
            ),
            (
                "12 calls 2 demos Acorn",
                "Logged 12 calls, 2 demos · all with Acorn\nCalls today 49 · Week 49\nDemos today 9 · Week 9",
                "12 panggilan 2 demo Acorn",
                (
                    "Dicatat: 12 panggilan, 2 demo · semua dengan Acorn\n"
                    "Panggilan hari ini 49 · Minggu ini 49\nDemo hari ini 9 · Minggu ini 9"
                ),
            ),
            (
                "meeting with Initech",
                "Logged 1 meeting · Initech\nMeetings today 1 · Week 1",
                "mesyuarat dengan Initech",
                "Dicatat: 1 mesyuarat · Initech\nMesyuarat hari ini 1 · Minggu ini 1",
            ),
            (
                "call Salt & Co: <!channel> *now*",
                "Logged 1 call · Salt &amp; Co · “!channel *\u200bnow*\u200b”\nCalls today 50 · Week 50",
                "panggilan Salt & Co: <!channel> *segera*",
                (
                    "Dicatat: 1 panggilan · Salt &amp; Co · “!channel *\u200bsegera*\u200b”\n"
                    "Panggilan hari ini 50 · Minggu ini 50"
                ),
            ),
            (
                'call "7 Eleven"',
                "Logged 1 call · 7 Eleven\nCalls today 51 · Week 51",
                'panggilan "7 Eleven"',
                "Dicatat: 1 panggilan · 7 Eleven\nPanggilan hari ini 51 · Minggu ini 51",
            ),
        ),
    ),
    Talk(
        "days, ahead and back",
        ANA,
        (
            (
                "5 calls 2 demos yesterday",
                "Logged 5 calls, 2 demos · all Mon 16 Nov\nCalls that day 5 · Week 5\nDemos that day 2 · Week 2",
                "5 panggilan 2 demo semalam",
                (
                    "Dicatat: 5 panggilan, 2 demo · semuanya Isn 16 Nov\n"
                    "Panggilan hari itu 5 · Minggu ini 5\nDemo hari itu 2 · Minggu ini 2"
                ),
            ),
            (
                "3x email mon",
                "Logged 3 emails · Mon 16 Nov\nEmails that day 3 · Week 3",
                "3x e-mel isnin",
                "Dicatat: 3 e-mel · Isn 16 Nov\nE-mel hari itu 3 · Minggu ini 3",
            ),
            (
                "20 calls 2026-11-10",
                "Logged 20 calls · Tue 10 Nov\nCalls that day 20",
                "20 panggilan 2026-11-10",
                "Dicatat: 20 panggilan · Sel 10 Nov\nPanggilan hari itu 20",
            ),
            (
                "call 16 nov",
                "Logged 1 call · Mon 16 Nov\nCalls that day 6 · Week 6",
                "panggilan 16 nov",
                "Dicatat: 1 panggilan · Isn 16 Nov\nPanggilan hari itu 6 · Minggu ini 6",
            ),
            (
                "2 calls last friday",
                "Logged 2 calls · Fri 13 Nov\nCalls that day 2",
                "2 panggilan jumaat lepas",
                "Dicatat: 2 panggilan · Jum 13 Nov\nPanggilan hari itu 2",
            ),
            (
                "call 3 days ago",
                "Logged 1 call · Sat 14 Nov\nCalls that day 1",
                "panggilan 3 hari lepas",
                "Dicatat: 1 panggilan · Sab 14 Nov\nPanggilan hari itu 1",
            ),
            (
                "call tomorrow",
                "18 Nov 2026 hasn't happened yet. Log it once it has. Nothing was saved.",
                "panggilan esok",
                "18 Nov 2026 belum tiba. Catat selepas ia berlaku. Tiada apa-apa disimpan.",
            ),
            (
                "call 2026-11-30",
                "30 Nov 2026 hasn't happened yet. Log it once it has. Nothing was saved.",
                "panggilan 2026-11-30",
                "30 Nov 2026 belum tiba. Catat selepas ia berlaku. Tiada apa-apa disimpan.",
            ),
            (
                "call 2026-01-05",
                "5 Jan 2026 is more than 31 days ago. Ask your admin to import older entries. Nothing was saved.",
                "panggilan 2026-01-05",
                (
                    "5 Jan 2026 sudah lebih 31 hari berlalu. Minta admin anda mengimport catatan yang lebih "
                    "lama. Tiada apa-apa disimpan."
                ),
            ),
            (
                "calls last week",
                "`last week` isn't a single day. Write the day, like `mon` or `16 nov`. Nothing was saved.",
                "panggilan minggu lepas",
                (
                    "`minggu lepas` bukan satu hari. Tulis harinya, seperti `Isnin` atau `16 Nov`. Tiada "
                    "apa-apa disimpan."
                ),
            ),
            (
                "call 5/11",
                (
                    "`5/11` could be two dates. Write it like 2026-11-16 or 16 Nov, and put a name in quotes. "
                    "Nothing was saved.\nI read it as *1 call · Thu 5 Nov*."
                ),
                "panggilan 5/11",
                (
                    "`5/11` boleh bermaksud dua tarikh. Tulis seperti 2026-11-16 atau 16 Nov, dan letakkan "
                    "nama dalam tanda petikan. Tiada apa-apa disimpan.\nSaya faham ini sebagai *1 panggilan · "
                    "Kha 5 Nov*."
                ),
            ),
            (
                "call 31 feb",
                "`31 feb` isn't a real date. Write it like 2026-11-16. Nothing was saved.",
                "panggilan 31 feb",
                "`31 feb` bukan tarikh sebenar. Tulis seperti 2026-11-16. Tiada apa-apa disimpan.",
            ),
        ),
    ),
    Talk(
        "money",
        ANA,
        (
            (
                "deal 12,500",
                "Logged 1 deal · $12,500\nDeals today 1 · Week 1\nRevenue today $12,500 · Week $12,500",
                "urus niaga 12,500",
                (
                    "Dicatat: 1 urus niaga · RM12,500\nUrus niaga hari ini 1 · Minggu ini 1\n"
                    "Hasil hari ini RM12,500 · Minggu ini RM12,500"
                ),
            ),
            (
                "deal 12.5k Acme",
                "Logged 1 deal · $12,500 · Acme\nDeals today 2 · Week 2\nRevenue today $25,000 · Week $25,000",
                "urus niaga 12.5k Acme",
                (
                    "Dicatat: 1 urus niaga · RM12,500 · Acme\nUrus niaga hari ini 2 · Minggu ini 2\n"
                    "Hasil hari ini RM25,000 · Minggu ini RM25,000"
                ),
            ),
            (
                "3 deals 40k",
                "Logged 3 deals · $40,000\nDeals today 5 · Week 5\nRevenue today $65,000 · Week $65,000",
                "3 urus niaga 40k",
                (
                    "Dicatat: 3 urus niaga · RM40,000\nUrus niaga hari ini 5 · Minggu ini 5\n"
                    "Hasil hari ini RM65,000 · Minggu ini RM65,000"
                ),
            ),
            (
                "proposal $4,000 to Acme",
                "Logged 1 proposal · $4,000 · Acme\nProposals today 1 · Week 1",
                "cadangan RM4,000 kepada Acme",
                "Dicatat: 1 cadangan · RM4,000 · Acme\nCadangan hari ini 1 · Minggu ini 1",
            ),
            (
                "revenue 700",
                "Logged $700 revenue\nRevenue today $65,700 · Week $65,700",
                "hasil 700",
                "Dicatat: hasil RM700\nHasil hari ini RM65,700 · Minggu ini RM65,700",
            ),
            (
                "opportunity Globex 8k",
                (
                    "Logged 1 opportunity · $8,000 · Globex\nOpportunities today 1 · Week 1\n"
                    "Pipeline today $8,000 · Week $8,000"
                ),
                "peluang Globex 8k",
                (
                    "Dicatat: 1 peluang · RM8,000 · Globex\nPeluang hari ini 1 · Minggu ini 1\n"
                    "Saluran jualan hari ini RM8,000 · Minggu ini RM8,000"
                ),
            ),
            (
                "proposal €4,000",
                "Amounts here are in USD, and `€4,000` is in EUR. Nothing was saved.",
                "cadangan €4,000",
                "Jumlah di sini dalam MYR, tetapi `€4,000` dalam EUR. Tiada apa-apa disimpan.",
            ),
            (
                "deal 5",
                "`5` could be how many, or an amount. Write `5 deals` or `deal USD 5`. Nothing was saved.",
                "urus niaga 5",
                (
                    "`5` boleh bermaksud bilangan atau jumlah. Tulis `5 urus niaga` atau `urus niaga MYR 5`. "
                    "Tiada apa-apa disimpan."
                ),
            ),
            (
                "deal",
                "Logged 1 deal\nDeals today 6 · Week 6",
                "urus niaga",
                "Dicatat: 1 urus niaga\nUrus niaga hari ini 6 · Minggu ini 6",
            ),
            (
                "revenue",
                "How much was it? Write it like `/log revenue 12,500`. Nothing was saved.",
                "hasil",
                "Berapa jumlahnya? Tulis seperti `/log hasil 12,500`. Tiada apa-apa disimpan.",
            ),
            (
                "calls 5 $300",
                (
                    "`5` and `$300` are too many numbers for one call. Put a comma between entries. Nothing "
                    "was saved.\nI read it as *5 calls · today · “$300”*."
                ),
                "panggilan 5 RM300",
                (
                    "`5` dan `RM300` terlalu banyak nombor bagi satu panggilan. Letakkan koma antara catatan. "
                    "Tiada apa-apa disimpan.\nSaya faham ini sebagai *5 panggilan · hari ini · “RM300”*."
                ),
            ),
            (
                "revenue -5",
                "You can't log an amount below zero. To undo an entry, use `/log undo`. Nothing was saved.",
                "hasil -5",
                (
                    "Jumlah kurang daripada sifar tidak boleh dicatat. Untuk membatalkan catatan: `/log "
                    "batal`. Tiada apa-apa disimpan."
                ),
            ),
            (
                "deal Acme lost",
                (
                    "`/log deal` is for wins, and this one is lost. Use `/deal` for that: `/deal help` shows "
                    "how. Nothing was saved."
                ),
                "urus niaga Acme kalah",
                (
                    "`/log urus niaga` untuk yang dimenangi, tetapi yang ini terlepas. Guna `/deal`: `/deal "
                    "bantuan` menunjukkan caranya. Tiada apa-apa disimpan."
                ),
            ),
        ),
    ),
    Talk(
        "what is left of the goals, and reaching one",
        ANA,
        (
            (
                "5 calls",
                "Logged 5 calls\nCalls today 5 of 12, 7 to go · Week 15 of 60",
                "5 panggilan",
                "Dicatat: 5 panggilan\nPanggilan hari ini 5 daripada 12, 7 lagi · Minggu ini 15 daripada 60",
            ),
            (
                "7 calls",
                "Logged 7 calls\nCalls today 12 of 12 · Week 22 of 60\n🎉 Goal reached: 12 calls today!",
                "7 panggilan",
                (
                    "Dicatat: 7 panggilan\nPanggilan hari ini 12 daripada 12 · Minggu ini 22 daripada 60\n🎉 "
                    "Sasaran tercapai: 12 panggilan hari ini!"
                ),
            ),
            (
                "call",
                "Logged 1 call\nCalls today 13 of 12 · Week 23 of 60",
                "panggilan",
                "Dicatat: 1 panggilan\nPanggilan hari ini 13 daripada 12 · Minggu ini 23 daripada 60",
            ),
            (
                "3 calls yesterday",
                "Logged 3 calls · Mon 16 Nov\nCalls that day 13 · Week 26 of 60",
                "3 panggilan semalam",
                "Dicatat: 3 panggilan · Isn 16 Nov\nPanggilan hari itu 13 · Minggu ini 26 daripada 60",
            ),
            (
                "undo",
                ("Undone: 3 calls · Mon 16 Nov\nCalls that day 10 · Week 23 of 60"),
                "batal",
                ("Dibatalkan: 3 panggilan · Isn 16 Nov\nPanggilan hari itu 10 · Minggu ini 23 daripada 60"),
            ),
        ),
        given=call_goals,
    ),
    Talk(
        "taking back, and one's entries",
        ANA,
        (
            (
                "undo",
                "Nothing to undo. `/log list` shows your entries, to edit or delete.",
                "batal",
                ("Tiada apa-apa untuk dibatalkan. `/log senarai` menunjukkan catatan anda, untuk diubah atau dipadam."),
            ),
            (
                "list",
                "No entries yet. Try `/log call`.",
                "senarai",
                "Belum ada catatan. Cuba `/log panggilan`.",
            ),
            (
                "5 calls 2 demos Acme",
                "Logged 5 calls, 2 demos · all with Acme\nCalls today 5 · Week 5\nDemos today 2 · Week 2",
                "5 panggilan 2 demo Acme",
                (
                    "Dicatat: 5 panggilan, 2 demo · semua dengan Acme\n"
                    "Panggilan hari ini 5 · Minggu ini 5\nDemo hari ini 2 · Minggu ini 2"
                ),
            ),
            (
                "deal 12,500 Globex",
                "Logged 1 deal · $12,500 · Globex\nDeals today 1 · Week 1\nRevenue today $12,500 · Week $12,500",
                "urus niaga 12,500 Globex",
                (
                    "Dicatat: 1 urus niaga · RM12,500 · Globex\nUrus niaga hari ini 1 · Minggu ini 1\n"
                    "Hasil hari ini RM12,500 · Minggu ini RM12,500"
                ),
            ),
            (
                "list",
                "Today\n1 deal · $12,500 · Globex\n2 demos · Acme\n5 calls · Acme",
                "senarai",
                "Hari ini\n1 urus niaga · RM12,500 · Globex\n2 demo · Acme\n5 panggilan · Acme",
            ),
            (
                "undo",
                ("Undone: 1 deal · $12,500 · Globex\nDeals today 0 · Week 0\nRevenue today $0 · Week $0"),
                "batal",
                (
                    "Dibatalkan: 1 urus niaga · RM12,500 · Globex\nUrus niaga hari ini 0 · Minggu ini 0\nHasil "
                    "hari ini RM0 · Minggu ini RM0"
                ),
            ),
            (
                "batalkan",
                ("Undone: 5 calls, 2 demos · all with Acme\nCalls today 0 · Week 0\nDemos today 0 · Week 0"),
                "undo",
                (
                    "Dibatalkan: 5 panggilan, 2 demo · semua dengan Acme\nPanggilan hari ini 0 · Minggu ini "
                    "0\nDemo hari ini 0 · Minggu ini 0"
                ),
            ),
            (
                "undo 2 calls",
                (
                    "`/log undo` undoes everything you logged last. To change one entry, use `/log list`. "
                    "Nothing was saved."
                ),
                "batal 2 panggilan",
                (
                    "`/log batal` membatalkan semua catatan terakhir anda. Untuk mengubah satu catatan, guna "
                    "`/log senarai`. Tiada apa-apa disimpan."
                ),
            ),
            (
                "list",
                "No entries yet. Try `/log call`.",
                "hari ini",
                "Belum ada catatan. Cuba `/log panggilan`.",
            ),
        ),
    ),
    Talk(
        "what is not understood",
        ANA,
        (
            (
                "cal",
                ("I don't know `cal`. Nothing was saved.\nDid you mean *1 call · today*?"),
                "pangilan",
                ("`pangilan` tidak dikenali. Tiada apa-apa disimpan.\nMaksud anda *1 panggilan · hari ini*?"),
            ),
            (
                "xyzzy",
                (
                    "I don't know `xyzzy`. You can log: call, email, meeting, demo, proposal, deal, revenue, "
                    "opportunity, pipeline. Nothing was saved."
                ),
                "xyzzy",
                (
                    "`xyzzy` tidak dikenali. Anda boleh mencatat: panggilan, e-mel, mesyuarat, demo, cadangan, "
                    "urus niaga, hasil, peluang, saluran jualan. Tiada apa-apa disimpan."
                ),
            ),
            (
                "5",
                "What's the number for? Write it like `/log 5 calls`. Nothing was saved.",
                "5",
                "Nombor itu untuk apa? Tulis seperti `/log 5 panggilan`. Tiada apa-apa disimpan.",
            ),
            (
                "0 calls",
                "You don't need to log 0 calls. A day without any is fine. Nothing was saved.",
                "0 panggilan",
                ("0 panggilan tidak perlu dicatat. Hari tanpa apa-apa tidak mengapa. Tiada apa-apa disimpan."),
            ),
            (
                "-2 calls",
                "You can't log a number below zero. To undo an entry, use `/log undo`. Nothing was saved.",
                "-2 panggilan",
                (
                    "Nombor kurang daripada sifar tidak boleh dicatat. Untuk membatalkan catatan: `/log "
                    "batal`. Tiada apa-apa disimpan."
                ),
            ),
            (
                "5000 calls",
                ("5000 calls? That looks like a typo. You can log up to 1000 at a time. Nothing was saved."),
                "5000 panggilan",
                (
                    "5000 panggilan? Mungkin tersilap taip. Anda boleh mencatat sehingga 1000 sekali. Tiada "
                    "apa-apa disimpan."
                ),
            ),
            (
                "2.5 calls",
                "`2.5` isn't a whole number of calls. Write one like 5. Nothing was saved.",
                "2.5 panggilan",
                "`2.5` bukan bilangan panggilan yang bulat. Tulis nombor seperti 5. Tiada apa-apa disimpan.",
            ),
            (
                "call 3 dmos",
                ("I don't know `dmos`. Nothing was saved.\nDid you mean *1 call · today, 3 demos · today*?"),
                "panggilan 3 dmo",
                ("`dmo` tidak dikenali. Maksud anda `demo`? Tiada apa-apa disimpan."),
            ),
            (
                "call Acme 3",
                (
                    "Is `Acme 3` a name? Put it in quotes to be sure. Nothing was saved.\nI read it as *1 call "
                    "· account Acme 3 · today*."
                ),
                "panggilan Acme 3",
                (
                    "Adakah `Acme 3` nama? Letakkan dalam tanda petikan untuk kepastian. Tiada apa-apa "
                    "disimpan.\nSaya faham ini sebagai *1 panggilan · akaun Acme 3 · hari ini*."
                ),
            ),
            (
                ": left voicemail",
                "What did you do? Write it before the note, like `/log call: left voicemail`. Nothing was saved.",
                ": tinggal pesan",
                (
                    "Apa yang anda buat? Tulis sebelum nota, seperti `/log panggilan: tinggal pesan`. Tiada "
                    "apa-apa disimpan."
                ),
            ),
            (
                "call connected no answer",
                (
                    "`connected` and `no answer` are two outcomes for one call. Put a comma and the metric "
                    "between them. Nothing was saved."
                ),
                "panggilan dijawab tiada jawapan",
                (
                    "`dijawab` dan `tiada jawapan` ialah dua keputusan bagi satu panggilan. Letakkan koma dan "
                    "metrik di antaranya. Tiada apa-apa disimpan."
                ),
            ),
            (
                "call at 15:30",
                ("I don't keep times of day. Leave out `15:30`, or put it in a note after a colon. Nothing was saved."),
                "panggilan 15:30",
                (
                    "Saya tidak menyimpan waktu. Buang `15:30`, atau tulis dalam nota selepas titik bertindih. "
                    "Tiada apa-apa disimpan."
                ),
            ),
            (
                "call yesterday friday",
                "That's two dates in one line. Put each day on its own line. Nothing was saved.",
                "panggilan semalam jumaat",
                "Itu dua tarikh dalam satu baris. Tulis setiap hari pada baris sendiri. Tiada apa-apa disimpan.",
            ),
            (
                "call\n" * 11,
                "That's more than 10 entries at once. Split them over several messages. Nothing was saved.",
                "panggilan\n" * 11,
                "Itu lebih daripada 10 catatan sekali gus. Catat dalam beberapa mesej. Tiada apa-apa disimpan.",
            ),
        ),
    ),
    Talk(
        "what is asked back",
        ANA,
        (
            (
                "call Later Capital",
                (
                    "Is `Later Capital` a name? Put it in quotes to be sure. Nothing was saved.\nI read it as "
                    "*1 call · account Later Capital · today*."
                ),
                "panggilan Nanti Jaya",
                (
                    "Adakah `Nanti Jaya` nama? Letakkan dalam tanda petikan untuk kepastian. Tiada apa-apa "
                    "disimpan.\nSaya faham ini sebagai *1 panggilan · akaun Nanti Jaya · hari ini*."
                ),
            ),
            (
                "call not done",
                (
                    "`not` sounds like it didn't happen. Log it once it's done. Nothing was saved.\nIf it did "
                    "happen: *1 call · today · “not”*."
                ),
                "panggilan belum siap",
                (
                    "`belum` bermaksud ia tidak berlaku. Catat selepas ia selesai. Tiada apa-apa "
                    "disimpan.\nJika sudah dibuat: *1 panggilan · hari ini · “belum”*."
                ),
            ),
            (
                "call Acme later",
                (
                    "`later` sounds like a plan. Log it once it's done. Nothing was saved.\nIf it did happen: "
                    "*1 call · account Acme · today · “later”*."
                ),
                "panggilan Acme nanti",
                (
                    "`nanti` bunyinya seperti rancangan. Catat selepas ia selesai. Tiada apa-apa "
                    "disimpan.\nJika sudah dibuat: *1 panggilan · akaun Acme · hari ini · “nanti”*."
                ),
            ),
            (
                "demo Acme no show",
                "Logged 1 demo · no show · Acme\nDemos today 0 · Week 0\nIt didn't take place, so it doesn't count.",
                "demo Acme tak hadir",
                (
                    "Dicatat: 1 demo · tidak hadir · Acme\nDemo hari ini 0 · Minggu ini 0\n"
                    "Ia tidak berlaku, jadi ia tidak dikira."
                ),
            ),
            (
                "deal Acme 50 users 12k",
                (
                    "`50 users` doesn't count what you did. Nothing was saved.\nI read it as *1 deal · $12,000 "
                    "· account Acme · today · “50 users”*."
                ),
                "urus niaga Acme 50 pengguna 12k",
                (
                    "`50 pengguna` tidak mengira apa yang anda buat. Tiada apa-apa disimpan.\nSaya faham ini "
                    "sebagai *1 urus niaga · RM12,000 · akaun Acme · hari ini · “50 pengguna”*."
                ),
            ),
            (
                "20+ calls",
                ("`20+` isn't an exact number. Nothing was saved.\nI read it as *20 calls · today*."),
                "lebih kurang 20 panggilan",
                (
                    "`lebih kurang 20` bukan nombor yang tepat. Tiada apa-apa disimpan.\nSaya faham ini "
                    "sebagai *20 panggilan · hari ini*."
                ),
            ),
            (
                "5-6 calls",
                ("`5-6` is a range. Write one number. Nothing was saved."),
                "5-6 panggilan",
                ("`5-6` ialah julat. Tulis satu nombor. Tiada apa-apa disimpan."),
            ),
            (
                "5 calls since monday",
                ("`since` isn't one day. Log each day by itself, like `/log 5 calls mon`. Nothing was saved."),
                "5 panggilan sejak isnin",
                (
                    "`sejak` meliputi lebih daripada satu hari. Catat satu hari setiap kali, contohnya "
                    "`/log 5 panggilan isnin`. Tiada apa-apa disimpan."
                ),
            ),
            (
                "revenue 500 refund",
                (
                    "`refund` sounds like taking something back. For that there's `/log undo`, `/log list` and "
                    "`/deal`. Nothing was saved.\nIf it did happen: *$500 revenue · today · “refund”*."
                ),
                "hasil 500 dipulangkan",
                (
                    "`dipulangkan` bunyinya seperti menarik balik sesuatu. Untuk itu ada `/log batal`, "
                    "`/log senarai` dan `/deal`. Tiada apa-apa disimpan.\nJika sudah dibuat: *hasil RM500 "
                    "· hari ini · “dipulangkan”*."
                ),
            ),
            (
                "call Acme about pricing",
                (
                    "I'm not sure about `about pricing`. Put a name in quotes, or a note after a colon. "
                    "Nothing was saved.\nI read it as *1 call · account Acme · today · “about pricing”*."
                ),
                "panggilan Acme tentang harga",
                (
                    "Saya tidak pasti tentang `tentang harga`. Letakkan nama dalam tanda petikan, atau nota "
                    "selepas titik bertindih. Tiada apa-apa disimpan.\nSaya faham ini sebagai *1 panggilan · "
                    "akaun Acme · hari ini · “tentang harga”*."
                ),
            ),
            (
                "a few calls",
                ("How many? Write a number, like `5 calls`. Nothing was saved."),
                "beberapa panggilan",
                ("Berapa banyak? Tulis nombor, seperti `5 panggilan`. Tiada apa-apa disimpan."),
            ),
            (
                "5 calls so far",
                ("Logged 5 calls\nCalls today 5 · Week 5"),
                "5 panggilan setakat ini",
                ("Dicatat: 5 panggilan\nPanggilan hari ini 5 · Minggu ini 5"),
            ),
            (
                "8 calls so far",
                (
                    "You've already logged some for that day. Is 8 calls · today the whole day, or more? "
                    "Nothing's saved yet."
                ),
                "8 panggilan setakat ini",
                (
                    "Anda sudah mencatat sebahagian untuk hari itu. Adakah 8 panggilan · hari ini jumlah "
                    "sehari, atau tambahan? Belum ada apa-apa disimpan."
                ),
            ),
            (
                "EOD: 9 calls, 2 demos",
                (
                    "You've already logged some for that day. Is 9 calls · today, 2 demos · today the whole "
                    "day, or more? Nothing's saved yet."
                ),
                "EOD: 9 panggilan, 2 demo",
                (
                    "Anda sudah mencatat sebahagian untuk hari itu. Adakah 9 panggilan · hari ini, 2 demo · "
                    "hari ini jumlah sehari, atau tambahan? Belum ada apa-apa disimpan."
                ),
            ),
            (
                "5 calls gestern",
                ("I don't know the day `gestern`. Write it like yesterday, mon or 16 nov. Nothing was saved."),
                "5 panggilan gestern",
                ("Hari `gestern` tidak dikenali. Tulis seperti semalam, isnin atau 16 nov. Tiada apa-apa disimpan."),
            ),
            (
                "closed Acme 12k",
                ("I don't know `closed`. Nothing was saved.\nDid you mean *1 deal · $12,000 · account Acme · today*?"),
                "ditutup Acme 12k",
                (
                    "`ditutup` tidak dikenali. Anda boleh mencatat: panggilan, e-mel, mesyuarat, demo, "
                    "cadangan, urus niaga, hasil, peluang, saluran jualan. Tiada apa-apa disimpan."
                ),
            ),
        ),
    ),
    Talk(
        "help and the form",
        ANA,
        (
            (
                "help",
                (
                    "*Log what you did:*\n`/log call`\n`/log 5 calls 2 demos Acme`\n`/log 3 emails "
                    "yesterday`\n`/log call Acme, no answer`\n`/log call Acme: ask again on Monday`\n`/log "
                    "deal 12,500 Acme`\nSeparate entries with commas. Put quotes around names that contain "
                    "numbers. Days: yesterday, mon, 16 nov, 2026-11-16.\nYou can log: call, email, meeting, "
                    "demo, proposal, deal, revenue, opportunity, pipeline.\n`/log` opens a form, `/log list` "
                    "shows your entries, `/log undo` undoes the last thing you logged."
                ),
                "bantuan",
                (
                    "*Catat kerja anda:*\n`/log panggilan`\n`/log 5 panggilan 2 demo Acme`\n`/log 3 e-mel "
                    "semalam`\n`/log panggilan Acme, tiada jawapan`\n`/log panggilan Acme: tanya semula hari "
                    "Isnin`\n`/log urus niaga 12,500 Acme`\nAsingkan catatan dengan koma. Letak nama yang ada "
                    "nombor dalam tanda petikan. Hari: semalam, Isnin, 16 Nov, 2026-11-16.\nAnda boleh "
                    "mencatat: panggilan, e-mel, mesyuarat, demo, cadangan, urus niaga, hasil, peluang, "
                    "saluran jualan.\n`/log` membuka borang, `/log senarai` menunjukkan catatan anda, `/log "
                    "batal` membatalkan catatan terakhir anda."
                ),
            ),
            (
                "?",
                (
                    "*Log what you did:*\n`/log call`\n`/log 5 calls 2 demos Acme`\n`/log 3 emails "
                    "yesterday`\n`/log call Acme, no answer`\n`/log call Acme: ask again on Monday`\n`/log "
                    "deal 12,500 Acme`\nSeparate entries with commas. Put quotes around names that contain "
                    "numbers. Days: yesterday, mon, 16 nov, 2026-11-16.\nYou can log: call, email, meeting, "
                    "demo, proposal, deal, revenue, opportunity, pipeline.\n`/log` opens a form, `/log list` "
                    "shows your entries, `/log undo` undoes the last thing you logged."
                ),
                "tolong",
                (
                    "*Catat kerja anda:*\n`/log panggilan`\n`/log 5 panggilan 2 demo Acme`\n`/log 3 e-mel "
                    "semalam`\n`/log panggilan Acme, tiada jawapan`\n`/log panggilan Acme: tanya semula hari "
                    "Isnin`\n`/log urus niaga 12,500 Acme`\nAsingkan catatan dengan koma. Letak nama yang ada "
                    "nombor dalam tanda petikan. Hari: semalam, Isnin, 16 Nov, 2026-11-16.\nAnda boleh "
                    "mencatat: panggilan, e-mel, mesyuarat, demo, cadangan, urus niaga, hasil, peluang, "
                    "saluran jualan.\n`/log` membuka borang, `/log senarai` menunjukkan catatan anda, `/log "
                    "batal` membatalkan catatan terakhir anda."
                ),
            ),
            (
                "",
                Form("Log what you did"),
                "",
                Form("Catat kerja anda"),
            ),
        ),
    ),
    Talk(
        "nobody's log but one's own",
        BEN,
        (
            (
                "call",
                "You can't log for this person or team. Their manager or an admin can.",
                "panggilan",
                "Anda tidak boleh mencatat bagi pihak orang atau pasukan ini. Pengurus mereka atau admin boleh.",
            ),
        ),
        given=gone,
    ),
    Talk(
        "a guest",
        BEN,
        (
            (
                "call",
                (
                    "Pacer only works for members of this workspace, not guests or people from other "
                    "companies. Nothing was saved."
                ),
                "panggilan",
                (
                    "Pacer hanya untuk ahli ruang kerja ini, bukan tetamu atau orang dari syarikat lain. Tiada "
                    "apa-apa disimpan."
                ),
            ),
        ),
        given=guest,
    ),
)
