"""`/coach`: one's own coaching, and that of a manager's reps."""

from tests.bot.conversations.talk import Form, Talk
from tests.office import ANA, BEN, CLEO, MANAGER

COMMAND = "/coach"
TALKS = (
    Talk(
        "a rep's own coaching",
        ANA,
        (
            (
                "",
                ("Your coaching\nNo 1:1 planned yet.\nNo open commitments. Pick one or two things for this week."),
                "",
                (
                    "Bimbingan anda\nBelum ada 1:1 dirancang.\nBelum ada janji. Pilih satu atau dua "
                    "perkara untuk minggu ini."
                ),
            ),
            (
                "commit 2 demos by friday",
                "Noted: 2 demos by Friday. I'll show how it's going each morning.",
                "janji 2 demo menjelang jumaat",
                "Dicatat: 2 demo selewat-lewatnya Jumaat. Saya akan maklumkan perkembangannya setiap pagi.",
            ),
            (
                "topic pricing",
                "Added to your next 1:1: pricing",
                "topik harga",
                "Ditambah ke 1:1 anda yang seterusnya: harga",
            ),
            (
                "ask objections",
                "Your manager will see that you'd like help with: objections",
                "minta bantahan",
                "Pengurus anda akan melihat permintaan bantuan anda: bantahan",
            ),
            (
                f"pair <@{BEN}>",
                "I'll ask Ben Sparrow whether they're in. You'll know by Tue 24 Nov at the latest.",
                f"pasangan <@{BEN}>",
                ("Saya akan tanya Ben Sparrow sama ada dia setuju. Anda akan tahu selewat-lewatnya pada Sel 24 Nov."),
            ),
            (
                "pair",
                "Waiting to hear from Ben Sparrow until Tue 24 Nov.",
                "pasangan",
                "Menunggu jawapan Ben Sparrow sehingga Sel 24 Nov.",
            ),
            (
                "survey",
                "No survey results yet.",
                "tinjauan",
                "Belum ada keputusan tinjauan.",
            ),
            (
                "commit",
                Form("Add a commitment"),
                "janji",
                Form("Tambah janji"),
            ),
            (
                "me",
                (
                    "Your coaching\nNo 1:1 planned yet.\n2 demos by Friday · 0 so far\nWants help with: "
                    "objections\nTo talk about: pricing\nWaiting to hear from Ben Sparrow until Tue 24 Nov."
                ),
                "saya",
                (
                    "Bimbingan anda\nBelum ada 1:1 dirancang.\n2 demo selewat-lewatnya Jumaat · 0 setakat "
                    "ini\nPerlukan bantuan: bantahan\nUntuk dibincangkan: harga\nMenunggu jawapan Ben "
                    "Sparrow sehingga Sel 24 Nov."
                ),
            ),
            (
                "help",
                (
                    "*Your coaching:* `/coach` shows your 1:1, your commitments, your topics and your "
                    "pair.\n`/coach commit 2 demos by friday` adds a commitment, two at most at a "
                    "time.\n`/coach topic pricing` adds a topic to your next 1:1, `/coach ask "
                    "pricing` asks your manager for help.\n`/coach pair @colleague` asks someone to "
                    "pair up with you, `/coach survey` answers a survey or shows the last "
                    "results.\n*Managers:* `/coach 1:1 @rep friday 10:00` plans a 1:1, every week "
                    "unless you add `once` or `every 2 weeks`.\n`/coach` shows who to coach next, "
                    "`/coach 1:1` all 1:1s, `/coach @rep` prepares one now, `/coach me` your own, "
                    "`/coach settings` switches parts off.\n`/coach training` lists trainings and "
                    "what followed, `/coach training plan` plans one. `/coach pack` is a pack for "
                    "your team's meeting."
                ),
                "bantuan",
                (
                    "*Bimbingan anda:* `/coach` menunjukkan sesi 1:1, janji, topik dan pasangan "
                    "anda.\n`/coach janji 2 demo menjelang jumaat` menambah janji, paling banyak dua "
                    "pada satu masa.\n`/coach topik harga` menambah topik untuk 1:1 anda yang "
                    "seterusnya, `/coach minta bantuan harga` meminta bantuan pengurus anda.\n`/coach "
                    "pasangan @rakan` mengajak seseorang berpasangan dengan anda, `/coach tinjauan` "
                    "menjawab tinjauan atau menunjukkan keputusan terakhir.\n*Pengurus:* `/coach 1:1 "
                    "@wakil jumaat 10:00` merancang 1:1, setiap minggu kecuali anda tambah `sekali` "
                    "atau `setiap 2 minggu`.\n`/coach` menunjukkan siapa patut dibimbing seterusnya, "
                    "`/coach 1:1` semua 1:1, `/coach @wakil` menyediakannya sekarang, `/coach saya` "
                    "bimbingan anda sendiri, `/coach tetapan` mematikan bahagian tertentu.\n`/coach "
                    "latihan` menyenaraikan latihan dan apa yang berlaku selepasnya, `/coach latihan "
                    "rancang` merancang satu. `/coach pek` ialah pek untuk mesyuarat pasukan anda."
                ),
            ),
        ),
    ),
    Talk(
        "what is missing or not possible",
        ANA,
        (
            (
                "commit 2 demos",
                "By when? Write it like `/coach commit 2 demos by friday`. Nothing was saved.",
                "janji 2 demo",
                ("Bila? Tulis seperti `/coach janji 2 demo menjelang jumaat`. Tiada apa-apa disimpan."),
            ),
            (
                "commit by friday",
                "By when? Write it like `/coach commit 2 demos by friday`. Nothing was saved.",
                "janji menjelang jumaat",
                ("Bila? Tulis seperti `/coach janji 2 demo menjelang jumaat`. Tiada apa-apa disimpan."),
            ),
            (
                "topic",
                "What would you like to talk about? Write it after the word topic.",
                "topik",
                "Apa yang anda mahu bincangkan? Tulis selepas perkataan topik.",
            ),
            (
                "pair somebody",
                ("Who would you like to pair up with? Write it like `/coach pair @colleague`. Nothing was saved."),
                "pasangan seseorang",
                (
                    "Anda mahu bergandingan dengan siapa? Tulis seperti `/coach pasangan @rakan`. Tiada "
                    "apa-apa disimpan."
                ),
            ),
            (
                f"pair <@{ANA}>",
                "Pick a colleague to pair up with, like `/coach pair @colleague`.",
                f"pasangan <@{ANA}>",
                "Pilih rakan sekerja untuk bergandingan, seperti `/coach pasangan @rakan`.",
            ),
            (
                f"pair <@{CLEO}>",
                "Cleo Marsh isn't at work while you are, so a session is hard to find.",
                f"pasangan <@{CLEO}>",
                "Cleo Marsh tidak bekerja pada waktu anda bekerja, jadi sukar mencari masa.",
            ),
            (
                f"pair <@{MANAGER}>",
                "Pairs are for two reps, each on a team.",
                f"pasangan <@{MANAGER}>",
                "Gandingan adalah untuk dua wakil jualan, masing-masing dalam satu pasukan.",
            ),
            (
                "dance",
                (
                    "I don't know “dance” here. Try `/coach 1:1 @rep friday 10:00`, `/coach commit 2 "
                    "demos by friday` or `/coach topic pricing`. Nothing was saved."
                ),
                "menari",
                (
                    "“menari” tidak dikenali di sini. Cuba `/coach 1:1 @wakil jumaat 10:00`, `/coach "
                    "janji 2 demo menjelang jumaat` atau `/coach topik harga`. Tiada apa-apa "
                    "disimpan."
                ),
            ),
            (
                f"1:1 <@{BEN}> friday 10:00",
                "You can't coach this person or team. Their manager or an admin can.",
                f"1:1 <@{BEN}> jumaat 10:00",
                "Anda tidak boleh membimbing orang atau pasukan ini. Pengurus mereka atau admin boleh.",
            ),
            (
                "1:1",
                "That's for managers and their teams. `/coach` shows your own coaching.",
                "1:1",
                "Itu untuk pengurus dan pasukan mereka. `/coach` menunjukkan bimbingan anda sendiri.",
            ),
            (
                "settings",
                "That's for managers and their teams. `/coach` shows your own coaching.",
                "tetapan",
                "Itu untuk pengurus dan pasukan mereka. `/coach` menunjukkan bimbingan anda sendiri.",
            ),
        ),
    ),
    Talk(
        "a manager",
        MANAGER,
        (
            (
                "",
                (
                    "Who to coach next\n"
                    "No 1:1 in a while\n"
                    "*Ana Quill*\n"
                    "No 1:1 yet.\n"
                    "*Ben Sparrow*\n"
                    "No 1:1 yet.\n"
                    "By usual pace, not last month's total. It shows where there's room, not what coaching will do."
                ),
                "",
                (
                    "Siapa patut dibimbing seterusnya\n"
                    "Sudah lama tiada 1:1\n"
                    "*Ana Quill*\n"
                    "Belum ada 1:1.\n"
                    "*Ben Sparrow*\n"
                    "Belum ada 1:1.\n"
                    "Mengikut kadar biasa, bukan jumlah bulan lepas. Ini menunjukkan di mana ada ruang, bukan kesan "
                    "bimbingan."
                ),
            ),
            (
                f"1:1 <@{ANA}> friday 10:00",
                (
                    "1:1 with Ana Quill planned on Fri 20 Nov at 10:00. You'll both get a brief the "
                    "workday before.\nRepeats every week."
                ),
                f"1:1 <@{ANA}> jumaat 10:00",
                (
                    "1:1 dengan Ana Quill dirancang pada Jum 20 Nov, 10:00. Anda berdua menerima ringkasan "
                    "pada hari bekerja sebelumnya.\nBerulang setiap minggu."
                ),
            ),
            (
                f"1:1 <@{BEN}> saturday 10:00",
                "Ben Sparrow is off on 21 Nov 2026. Pick another day.",
                f"1:1 <@{BEN}> sabtu 10:00",
                "Ben Sparrow bercuti pada 21 Nov 2026. Pilih hari lain.",
            ),
            (
                "1:1",
                ("1:1s with your reps\nBen Sparrow · none yet\nAna Quill · on Fri 20 Nov at 10:00"),
                "jumpa",
                ("1:1 dengan wakil anda\nBen Sparrow · belum ada\nAna Quill · pada Jum 20 Nov, 10:00"),
            ),
            (
                f"1:1 <@{BEN}>",
                Form("Plan a 1:1"),
                f"jumpa <@{BEN}>",
                Form("Rancang 1:1"),
            ),
            (
                f"commit <@{ANA}> 20 calls by friday",
                "Noted: 20 calls by Friday.",
                f"janji <@{ANA}> 20 panggilan menjelang jumaat",
                "Dicatat: 20 panggilan selewat-lewatnya Jumaat.",
            ),
            (
                "settings",
                Form("Coaching settings"),
                "tetapan",
                Form("Tetapan bimbingan"),
            ),
            (
                "survey",
                "No survey results yet.",
                "tinjauan",
                "Belum ada keputusan tinjauan.",
            ),
        ),
    ),
)
