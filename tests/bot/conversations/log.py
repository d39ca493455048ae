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
                "Nothing was saved: 18 Nov 2026 is in the future. Log it when it has happened.",
                "panggilan esok",
                "Tiada apa-apa disimpan: 18 Nov 2026 belum tiba. Catat apabila ia sudah berlaku.",
            ),
            (
                "call 2026-11-30",
                "Nothing was saved: 30 Nov 2026 is in the future. Log it when it has happened.",
                "panggilan 2026-11-30",
                "Tiada apa-apa disimpan: 30 Nov 2026 belum tiba. Catat apabila ia sudah berlaku.",
            ),
            (
                "call 2026-01-05",
                "Nothing was saved: 5 Jan 2026 is more than 31 days ago. Ask your admin to import older entries.",
                "panggilan 2026-01-05",
                (
                    "Tiada apa-apa disimpan: 5 Jan 2026 sudah lebih 31 hari berlalu. Minta admin anda "
                    "mengimport catatan yang lebih lama."
                ),
            ),
            (
                "calls last week",
                "Nothing was saved: `last week` is no single day. Write the day, for example `mon` or `16 nov`.",
                "panggilan minggu lepas",
                (
                    "Tiada apa-apa disimpan: `minggu lepas` bukan satu hari. Tulis harinya, contohnya "
                    "`Isnin` atau `16 Nov`."
                ),
            ),
            (
                "call 5/11",
                (
                    "Nothing was saved: `5/11` could be two dates. Write it like 2026-11-16 or 16 Nov, "
                    "and put a name in quotes.\n"
                    "I read it as *1 call · Thu 5 Nov*."
                ),
                "panggilan 5/11",
                (
                    "Tiada apa-apa disimpan: `5/11` boleh bermaksud dua tarikh. Tulis seperti 2026-11-16 "
                    "atau 16 Nov, dan letakkan nama dalam tanda petikan.\n"
                    "Saya faham ini sebagai *1 panggilan · Kha 5 Nov*."
                ),
            ),
            (
                "call 31 feb",
                "Nothing was saved: there is no date `31 feb`. Write it like 2026-11-16.",
                "panggilan 31 feb",
                "Tiada apa-apa disimpan: tiada tarikh `31 feb`. Tulis seperti 2026-11-16.",
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
                "Nothing was saved: amounts here are in USD, and `€4,000` is in EUR.",
                "cadangan €4,000",
                "Tiada apa-apa disimpan: jumlah di sini dalam MYR, tetapi `€4,000` dalam EUR.",
            ),
            (
                "deal 5",
                "Nothing was saved: `5` could be how many or the amount. Write `5 deals` or `deal USD 5`.",
                "urus niaga 5",
                (
                    "Tiada apa-apa disimpan: `5` boleh bermaksud bilangan atau jumlah. Tulis `5 urus "
                    "niaga` atau `urus niaga MYR 5`."
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
                "Nothing was saved: say the amount too, for example `/log revenue 12,500`.",
                "hasil",
                "Tiada apa-apa disimpan: nyatakan jumlahnya juga, contohnya `/log hasil 12,500`.",
            ),
            (
                "calls 5 $300",
                (
                    "Nothing was saved: `5` and `$300` are too many numbers for one call. Put a comma "
                    "between entries.\n"
                    "I read it as *5 calls · today · “$300”*."
                ),
                "panggilan 5 RM300",
                (
                    "Tiada apa-apa disimpan: `5` dan `RM300` terlalu banyak nombor bagi satu panggilan. "
                    "Letakkan koma antara catatan.\n"
                    "Saya faham ini sebagai *5 panggilan · hari ini · “RM300”*."
                ),
            ),
            (
                "revenue -5",
                "Nothing was saved: an amount below zero cannot be logged. To take an entry back: `/log undo`.",
                "hasil -5",
                (
                    "Tiada apa-apa disimpan: jumlah kurang daripada sifar tidak boleh dicatat. Untuk "
                    "membatalkan catatan: `/log batal`."
                ),
            ),
            (
                "deal Acme lost",
                (
                    "Nothing was saved: `/log deal` records what is won, and this one is lost. Write it "
                    "with `/deal`: `/deal help` says how."
                ),
                "urus niaga Acme kalah",
                (
                    "Tiada apa-apa disimpan: `/log urus niaga` mencatat yang dimenangi, tetapi yang ini "
                    "kalah. Tulis dengan `/deal`: `/deal bantuan` menunjukkan caranya."
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
                "Logged 7 calls\nCalls today 12 of 12 · Week 22 of 60\nGoal reached: 12 calls today.",
                "7 panggilan",
                (
                    "Dicatat: 7 panggilan\nPanggilan hari ini 12 daripada 12 · Minggu ini 22 daripada 60\n"
                    "Sasaran tercapai: 12 panggilan hari ini."
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
                (
                    "Undone: 3 calls · Mon 16 Nov\nCalls that day 10 · Week 23 of 60\n"
                    "Nothing is lost: log it again whenever you like."
                ),
                "batal",
                (
                    "Dibatalkan: 3 panggilan · Isn 16 Nov\nPanggilan hari itu 10 · Minggu ini 23 daripada 60\n"
                    "Tiada yang hilang: catat semula bila-bila masa anda mahu."
                ),
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
                "There is nothing to undo. `/log list` shows your entries, to change or delete.",
                "batal",
                ("Tiada apa-apa untuk dibatalkan. `/log senarai` menunjukkan catatan anda, untuk diubah atau dipadam."),
            ),
            (
                "list",
                "You have no entries. `/log call` makes one.",
                "senarai",
                "Anda belum ada catatan. `/log panggilan` membuat satu.",
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
                (
                    "Undone: 1 deal · $12,500 · Globex\nDeals today 0 · Week 0\n"
                    "Revenue today $0 · Week $0\nNothing is lost: log it again whenever you like."
                ),
                "batal",
                (
                    "Dibatalkan: 1 urus niaga · RM12,500 · Globex\nUrus niaga hari ini 0 · Minggu ini 0\n"
                    "Hasil hari ini RM0 · Minggu ini RM0\n"
                    "Tiada yang hilang: catat semula bila-bila masa anda mahu."
                ),
            ),
            (
                "batalkan",
                (
                    "Undone: 5 calls, 2 demos · all with Acme\nCalls today 0 · Week 0\n"
                    "Demos today 0 · Week 0\nNothing is lost: log it again whenever you like."
                ),
                "undo",
                (
                    "Dibatalkan: 5 panggilan, 2 demo · semua dengan Acme\n"
                    "Panggilan hari ini 0 · Minggu ini 0\nDemo hari ini 0 · Minggu ini 0\n"
                    "Tiada yang hilang: catat semula bila-bila masa anda mahu."
                ),
            ),
            (
                "undo 2 calls",
                (
                    "Nothing was saved: `/log undo` alone takes the last message back, all of it. To "
                    "change one entry: `/log list`."
                ),
                "batal 2 panggilan",
                (
                    "Tiada apa-apa disimpan: `/log batal` sahaja membatalkan seluruh mesej terakhir. Untuk "
                    "mengubah satu catatan: `/log senarai`."
                ),
            ),
            (
                "list",
                "You have no entries. `/log call` makes one.",
                "hari ini",
                "Anda belum ada catatan. `/log panggilan` membuat satu.",
            ),
        ),
    ),
    Talk(
        "what is not understood",
        ANA,
        (
            (
                "cal",
                (
                    "Nothing was saved: I don't know `cal`. Did you mean `call`? You can log: call, "
                    "email, meeting, demo, proposal, deal, revenue, opportunity, pipeline.\n"
                    "I read it as *1 call · today*."
                ),
                "pangilan",
                (
                    "Tiada apa-apa disimpan: saya tidak kenal `pangilan`. Adakah maksud anda `panggilan`? "
                    "Anda boleh mencatat: panggilan, e-mel, mesyuarat, demo, cadangan, urus niaga, hasil, "
                    "peluang, saluran jualan.\n"
                    "Saya faham ini sebagai *1 panggilan · hari ini*."
                ),
            ),
            (
                "xyzzy",
                (
                    "Nothing was saved: I don't know `xyzzy`. You can log: call, email, meeting, demo, "
                    "proposal, deal, revenue, opportunity, pipeline."
                ),
                "xyzzy",
                (
                    "Tiada apa-apa disimpan: saya tidak kenal `xyzzy`. Anda boleh mencatat: panggilan, "
                    "e-mel, mesyuarat, demo, cadangan, urus niaga, hasil, peluang, saluran jualan."
                ),
            ),
            (
                "5",
                "Nothing was saved: say what the number counts, for example `/log 5 calls`.",
                "5",
                "Tiada apa-apa disimpan: nyatakan apa yang dikira oleh nombor itu, contohnya `/log 5 panggilan`.",
            ),
            (
                "0 calls",
                "Nothing was saved: 0 calls is nothing to log. A day without any needs no entry.",
                "0 panggilan",
                (
                    "Tiada apa-apa disimpan: 0 panggilan tidak perlu dicatat. Hari tanpa apa-apa tidak "
                    "memerlukan catatan."
                ),
            ),
            (
                "-2 calls",
                "Nothing was saved: a number below zero cannot be logged. To take an entry back: `/log undo`.",
                "-2 panggilan",
                (
                    "Tiada apa-apa disimpan: nombor kurang daripada sifar tidak boleh dicatat. Untuk "
                    "membatalkan catatan: `/log batal`."
                ),
            ),
            (
                "5000 calls",
                (
                    "Nothing was saved: 5000 calls at once looks like a slip of the finger. The most in "
                    "one entry is 1000."
                ),
                "5000 panggilan",
                (
                    "Tiada apa-apa disimpan: 5000 panggilan sekali gus nampaknya tersalah taip. Paling "
                    "banyak dalam satu catatan ialah 1000."
                ),
            ),
            (
                "2.5 calls",
                "Nothing was saved: `2.5` is no whole number of calls. Write one like 5.",
                "2.5 panggilan",
                "Tiada apa-apa disimpan: `2.5` bukan bilangan panggilan yang bulat. Tulis nombor seperti 5.",
            ),
            (
                "call 3 dmos",
                (
                    "Nothing was saved: I don't know `dmos`. Did you mean `demo`? You can log: call, "
                    "email, meeting, demo, proposal, deal, revenue, opportunity, pipeline.\n"
                    "I read it as *1 call · today, 3 demos · today*."
                ),
                "panggilan 3 dmo",
                (
                    "Tiada apa-apa disimpan: saya tidak kenal `dmo`. Adakah maksud anda `demo`? Anda boleh "
                    "mencatat: panggilan, e-mel, mesyuarat, demo, cadangan, urus niaga, hasil, peluang, "
                    "saluran jualan."
                ),
            ),
            (
                "call Acme 3",
                (
                    "Nothing was saved: is `Acme 3` a name? Put it in quotes to be sure.\n"
                    "I read it as *1 call · account Acme 3 · today*."
                ),
                "panggilan Acme 3",
                (
                    "Tiada apa-apa disimpan: adakah `Acme 3` nama? Letakkan dalam tanda petikan untuk kepastian.\n"
                    "Saya faham ini sebagai *1 panggilan · akaun Acme 3 · hari ini*."
                ),
            ),
            (
                ": left voicemail",
                "Nothing was saved: say what you did before the note, for example `/log call: left voicemail`.",
                ": tinggal pesan",
                (
                    "Tiada apa-apa disimpan: nyatakan apa yang anda buat sebelum nota, contohnya `/log "
                    "panggilan: tinggal pesan`."
                ),
            ),
            (
                "call connected no answer",
                (
                    "Nothing was saved: `connected` and `no answer` are two outcomes of one call. Put a "
                    "comma and the metric between them."
                ),
                "panggilan dijawab tiada jawapan",
                (
                    "Tiada apa-apa disimpan: `dijawab` dan `tiada jawapan` ialah dua hasil bagi satu "
                    "panggilan. Letakkan koma dan metrik di antaranya."
                ),
            ),
            (
                "call at 15:30",
                (
                    "Nothing was saved: times of day are not kept. Leave `15:30` out, or write it in a "
                    "note after a colon."
                ),
                "panggilan 15:30",
                (
                    "Tiada apa-apa disimpan: waktu tidak disimpan. Buang `15:30`, atau tulis dalam nota "
                    "selepas titik bertindih."
                ),
            ),
            (
                "call yesterday friday",
                "Nothing was saved: two dates in one line. Write each day on a line of its own.",
                "panggilan semalam jumaat",
                "Tiada apa-apa disimpan: dua tarikh dalam satu baris. Tulis setiap hari pada baris sendiri.",
            ),
            (
                "call\n" * 11,
                "Nothing was saved: more than 10 entries at once. Log them in several messages.",
                "panggilan\n" * 11,
                "Tiada apa-apa disimpan: lebih daripada 10 catatan sekali gus. Catat dalam beberapa mesej.",
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
                    "Nothing was saved: is `Later Capital` a name? Put it in quotes to be sure.\n"
                    "I read it as *1 call · account Later Capital · today*."
                ),
                "panggilan Nanti Jaya",
                (
                    "Tiada apa-apa disimpan: adakah `Nanti Jaya` nama? Letakkan dalam tanda petikan untuk "
                    "kepastian.\n"
                    "Saya faham ini sebagai *1 panggilan · akaun Nanti Jaya · hari ini*."
                ),
            ),
            (
                "call not done",
                (
                    "Nothing was saved: `not` sounds like it didn't happen. Log it once it's done.\n"
                    "If it did happen: *1 call · today · “not”*."
                ),
                "panggilan belum siap",
                (
                    "Tiada apa-apa disimpan: `belum` bermaksud ia tidak berlaku. Catat selepas ia "
                    "selesai.\n"
                    "Jika ia memang berlaku: *1 panggilan · hari ini · “belum”*."
                ),
            ),
            (
                "call Acme later",
                (
                    "Nothing was saved: `later` sounds like a plan. Log it once it's done.\n"
                    "If it did happen: *1 call · account Acme · today · “later”*."
                ),
                "panggilan Acme nanti",
                (
                    "Tiada apa-apa disimpan: `nanti` bunyinya seperti rancangan. Catat selepas ia "
                    "selesai.\n"
                    "Jika ia memang berlaku: *1 panggilan · akaun Acme · hari ini · “nanti”*."
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
                    "Nothing was saved: `50 users` doesn't count what you did.\n"
                    "I read it as *1 deal · $12,000 · account Acme · today · “50 users”*."
                ),
                "urus niaga Acme 50 pengguna 12k",
                (
                    "Tiada apa-apa disimpan: `50 pengguna` tidak mengira apa yang anda buat.\n"
                    "Saya faham ini sebagai *1 urus niaga · RM12,000 · akaun Acme · hari ini · “50 "
                    "pengguna”*."
                ),
            ),
            (
                "20+ calls",
                ("Nothing was saved: `20+` isn't an exact number.\nI read it as *20 calls · today*."),
                "lebih kurang 20 panggilan",
                (
                    "Tiada apa-apa disimpan: `lebih kurang 20` bukan nombor yang tepat.\n"
                    "Saya faham ini sebagai *20 panggilan · hari ini*."
                ),
            ),
            (
                "5-6 calls",
                ("Nothing was saved: `5-6` is a range. Write one number."),
                "5-6 panggilan",
                ("Tiada apa-apa disimpan: `5-6` ialah julat. Tulis satu nombor."),
            ),
            (
                "5 calls since monday",
                ("Nothing was saved: `since` isn't one day. Log each day by itself, like `/log 5 calls mon`."),
                "5 panggilan sejak isnin",
                (
                    "Tiada apa-apa disimpan: `sejak` bukan satu hari. Catat setiap hari secara "
                    "berasingan, contohnya `/log 5 panggilan isnin`."
                ),
            ),
            (
                "revenue 500 refund",
                (
                    "Nothing was saved: `refund` sounds like taking something back. For that there's "
                    "`/log undo`, `/log list` and `/deal`.\n"
                    "If it did happen: *$500 revenue · today · “refund”*."
                ),
                "hasil 500 dipulangkan",
                (
                    "Tiada apa-apa disimpan: `dipulangkan` bunyinya seperti menarik balik sesuatu. Untuk "
                    "itu ada `/log batal`, `/log senarai` dan `/deal`.\n"
                    "Jika ia memang berlaku: *hasil RM500 · hari ini · “dipulangkan”*."
                ),
            ),
            (
                "call Acme about pricing",
                (
                    "Nothing was saved: I'm not sure about `about pricing`. Put a name in quotes, or a "
                    "note after a colon.\n"
                    "I read it as *1 call · account Acme · today · “about pricing”*."
                ),
                "panggilan Acme tentang harga",
                (
                    "Tiada apa-apa disimpan: saya tidak pasti tentang `tentang harga`. Letakkan nama "
                    "dalam tanda petikan, atau nota selepas titik bertindih.\n"
                    "Saya faham ini sebagai *1 panggilan · akaun Acme · hari ini · “tentang harga”*."
                ),
            ),
            (
                "a few calls",
                ("Nothing was saved: how many? Write a number, like `5 calls`."),
                "beberapa panggilan",
                ("Tiada apa-apa disimpan: berapa banyak? Tulis nombor, seperti `5 panggilan`."),
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
                    "Nothing saved yet: you've already logged some for that day. Is 8 calls · today the "
                    "whole day, or more?"
                ),
                "8 panggilan setakat ini",
                (
                    "Belum disimpan: anda sudah mencatat sebahagian untuk hari itu. Adakah 8 panggilan · "
                    "hari ini jumlah sehari, atau tambahan?"
                ),
            ),
            (
                "EOD: 9 calls, 2 demos",
                (
                    "Nothing saved yet: you've already logged some for that day. Is 9 calls · today, 2 "
                    "demos · today the whole day, or more?"
                ),
                "EOD: 9 panggilan, 2 demo",
                (
                    "Belum disimpan: anda sudah mencatat sebahagian untuk hari itu. Adakah 9 panggilan · "
                    "hari ini, 2 demo · hari ini jumlah sehari, atau tambahan?"
                ),
            ),
            (
                "5 calls gestern",
                ("Nothing was saved: I don't know the day `gestern`. Write it like yesterday, mon or 16 nov."),
                "5 panggilan gestern",
                ("Tiada apa-apa disimpan: saya tidak kenal hari `gestern`. Tulis seperti semalam, isnin atau 16 nov."),
            ),
            (
                "closed Acme 12k",
                (
                    "Nothing was saved: I don't know `closed`. You can log: call, email, meeting, demo, "
                    "proposal, deal, revenue, opportunity, pipeline.\n"
                    "I read it as *1 deal · $12,000 · account Acme · today*."
                ),
                "ditutup Acme 12k",
                (
                    "Tiada apa-apa disimpan: saya tidak kenal `ditutup`. Anda boleh mencatat: panggilan, "
                    "e-mel, mesyuarat, demo, cadangan, urus niaga, hasil, peluang, saluran jualan."
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
                    "*Log what you did:*\n`/log call`\n`/log 5 calls 2 demos Acme`\n"
                    "`/log 3 emails yesterday`\n`/log call Acme, no answer`\n"
                    "`/log call Acme: ask again on Monday`\n`/log deal 12,500 Acme`\n"
                    "A comma parts entries, quotes keep a name together. Days: yesterday, mon, 16 nov, "
                    "2026-11-16.\n"
                    "You can log: call, email, meeting, demo, proposal, deal, revenue, opportunity, "
                    "pipeline.\n"
                    "`/log` opens a form, `/log list` shows your entries, `/log undo` takes the last "
                    "message back."
                ),
                "bantuan",
                (
                    "*Catat kerja anda:*\n`/log panggilan`\n`/log 5 panggilan 2 demo Acme`\n"
                    "`/log 3 e-mel semalam`\n`/log panggilan Acme, tiada jawapan`\n"
                    "`/log panggilan Acme: tanya semula hari Isnin`\n`/log urus niaga 12,500 Acme`\n"
                    "Koma memisahkan catatan, tanda petikan menyatukan nama. Hari: semalam, Isnin, 16 Nov, "
                    "2026-11-16.\n"
                    "Anda boleh mencatat: panggilan, e-mel, mesyuarat, demo, cadangan, urus niaga, hasil, "
                    "peluang, saluran jualan.\n"
                    "`/log` membuka borang, `/log senarai` menunjukkan catatan anda, `/log batal` "
                    "membatalkan mesej terakhir."
                ),
            ),
            (
                "?",
                (
                    "*Log what you did:*\n`/log call`\n`/log 5 calls 2 demos Acme`\n"
                    "`/log 3 emails yesterday`\n`/log call Acme, no answer`\n"
                    "`/log call Acme: ask again on Monday`\n`/log deal 12,500 Acme`\n"
                    "A comma parts entries, quotes keep a name together. Days: yesterday, mon, 16 nov, "
                    "2026-11-16.\n"
                    "You can log: call, email, meeting, demo, proposal, deal, revenue, opportunity, "
                    "pipeline.\n"
                    "`/log` opens a form, `/log list` shows your entries, `/log undo` takes the last "
                    "message back."
                ),
                "tolong",
                (
                    "*Catat kerja anda:*\n`/log panggilan`\n`/log 5 panggilan 2 demo Acme`\n"
                    "`/log 3 e-mel semalam`\n`/log panggilan Acme, tiada jawapan`\n"
                    "`/log panggilan Acme: tanya semula hari Isnin`\n`/log urus niaga 12,500 Acme`\n"
                    "Koma memisahkan catatan, tanda petikan menyatukan nama. Hari: semalam, Isnin, 16 Nov, "
                    "2026-11-16.\n"
                    "Anda boleh mencatat: panggilan, e-mel, mesyuarat, demo, cadangan, urus niaga, hasil, "
                    "peluang, saluran jualan.\n"
                    "`/log` membuka borang, `/log senarai` menunjukkan catatan anda, `/log batal` "
                    "membatalkan mesej terakhir."
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
                "You may not log for this person or team. Their manager or an admin can.",
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
                    "Pacer is for members of this workspace only, not for guests or people of other "
                    "organisations. Nothing was saved."
                ),
                "panggilan",
                (
                    "Pacer hanya untuk ahli ruang kerja ini, bukan untuk tetamu atau orang dari organisasi "
                    "lain. Tiada apa-apa disimpan."
                ),
            ),
        ),
        given=guest,
    ),
)
