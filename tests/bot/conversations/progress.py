"""`/progress`: one's own numbers."""

from tests.bot.conversations.given import autumn, board
from tests.bot.conversations.talk import Talk
from tests.office import ADMIN, ANA

COMMAND = "/progress"
TALKS = (
    Talk(
        "without a goal",
        ANA,
        (
            (
                "",
                "You have no goal yet. Your manager sets one with `/goal`; logging works all the same.",
                "",
                (
                    "Anda belum ada sasaran. Pengurus anda menetapkannya dengan `/goal`; anda tetap boleh "
                    "mencatat seperti biasa."
                ),
            ),
            (
                "calls",
                "You have no goal yet. Your manager sets one with `/goal`.",
                "panggilan",
                "Anda belum ada sasaran. Pengurus anda menetapkannya dengan `/goal`.",
            ),
            (
                "why calls",
                "You have no goal yet. Your manager sets one with `/goal`.",
                "kenapa panggilan",
                "Anda belum ada sasaran. Pengurus anda menetapkannya dengan `/goal`.",
            ),
            (
                "why",
                "Say which figures: `/progress why calls`.",
                "kenapa",
                "Nyatakan angka yang mana: `/progress kenapa panggilan`.",
            ),
            (
                "board",
                "Your team has no leaderboard, as most have none. Your manager can have one switched on.",
                "papan",
                (
                    "Pasukan anda tiada papan kedudukan, seperti kebanyakan pasukan. Pengurus anda boleh "
                    "meminta ia dihidupkan."
                ),
            ),
            (
                "help",
                (
                    "*Your numbers:* `/progress` shows all your goals.\n`/progress calls`\n"
                    "`/progress week`\n`/progress why calls` opens a figure down to its entries.\n"
                    "`/progress board` shows your team's leaderboard, `/progress export` sends you all "
                    "that is kept about you."
                ),
                "bantuan",
                (
                    "*Angka anda:* `/progress` menunjukkan semua sasaran anda.\n`/progress panggilan`\n"
                    "`/progress minggu`\n"
                    "`/progress kenapa panggilan` membuka angka hingga ke setiap catatan.\n"
                    "`/progress papan` menunjukkan papan kedudukan pasukan anda, `/progress eksport` "
                    "menghantar semua yang disimpan tentang anda."
                ),
            ),
        ),
    ),
    Talk(
        "with goals",
        ANA,
        (
            (
                "",
                (
                    "Where you stand · Tue 17 Nov\n*Today:* calls 0 of 9, demos 0 of 1\n"
                    "Calls this week: 7/60, 5 behind plan · likely 23–49 · reaching it is very unlikely.\n"
                    "Demos November: 3/8, 1 behind plan · reaching it is unlikely.\n"
                    "Revenue November: $12K/60K, $19K behind plan · reaching it is very "
                    "unlikely.\n"
                    "Calls, the last four weeks: 35 of 60, 35 of 60, 35 of 60, 7 of 24 so far.\n"
                    "Demos, the last four weeks: 1 of 2, 2 of 2, 1 of 2, 0 of 1 so far.\n"
                    "Revenue, the last four weeks: $12K of $14K, $0 of $14K, $12K of $14K, $0 of $5,714 so "
                    "far."
                ),
                "",
                (
                    "Kedudukan anda · Sel 17 Nov\n*Hari ini:* panggilan 0 daripada 9, demo 0 daripada 1\n"
                    "Panggilan minggu ini: 7/60, ketinggalan 5 daripada rancangan · dijangka 23–49 · "
                    "sangat kecil kemungkinan tercapai.\n"
                    "Demo November: 3/8, ketinggalan 1 daripada rancangan · kecil "
                    "kemungkinan tercapai.\n"
                    "Hasil November: RM12K/60K, ketinggalan RM19K daripada rancangan · "
                    "sangat kecil kemungkinan tercapai.\n"
                    "Panggilan, empat minggu terakhir: 35 daripada 60, 35 daripada 60, 35 daripada 60, 7 "
                    "daripada 24 setakat ini.\n"
                    "Demo, empat minggu terakhir: 1 daripada 2, 2 daripada 2, 1 daripada 2, 0 daripada 1 "
                    "setakat ini.\n"
                    "Hasil, empat minggu terakhir: RM12K daripada RM14K, RM0 daripada RM14K, RM12K "
                    "daripada RM14K, RM0 daripada RM5,714 setakat ini."
                ),
            ),
            (
                "calls",
                (
                    "Where you stand · Tue 17 Nov\n*Today:* calls 0 of 9\n"
                    "Calls this week: 7/60, 5 behind plan · likely 23–49 · reaching it is very unlikely.\n"
                    "Calls, the last four weeks: 35 of 60, 35 of 60, 35 of 60, 7 of 24 so far."
                ),
                "panggilan",
                (
                    "Kedudukan anda · Sel 17 Nov\n*Hari ini:* panggilan 0 daripada 9\n"
                    "Panggilan minggu ini: 7/60, ketinggalan 5 daripada rancangan · dijangka 23–49 · "
                    "sangat kecil kemungkinan tercapai.\n"
                    "Panggilan, empat minggu terakhir: 35 daripada 60, 35 daripada 60, 35 daripada 60, 7 "
                    "daripada 24 setakat ini."
                ),
            ),
            (
                "month",
                (
                    "Where you stand · Tue 17 Nov\n"
                    "Demos November: 3/8, 1 behind plan · reaching it is unlikely.\n"
                    "Revenue November: $12K/60K, $19K behind plan · reaching it is very "
                    "unlikely.\nDemos, the last four weeks: 1 of 2, 2 of 2, 1 of 2, 0 of 1 so far.\n"
                    "Revenue, the last four weeks: $12K of $14K, $0 of $14K, $12K of $14K, $0 of $5,714 so "
                    "far."
                ),
                "bulan",
                (
                    "Kedudukan anda · Sel 17 Nov\n"
                    "Demo November: 3/8, ketinggalan 1 daripada rancangan · kecil "
                    "kemungkinan tercapai.\n"
                    "Hasil November: RM12K/60K, ketinggalan RM19K daripada rancangan · "
                    "sangat kecil kemungkinan tercapai.\n"
                    "Demo, empat minggu terakhir: 1 daripada 2, 2 daripada 2, 1 daripada 2, 0 daripada 1 "
                    "setakat ini.\n"
                    "Hasil, empat minggu terakhir: RM12K daripada RM14K, RM0 daripada RM14K, RM12K "
                    "daripada RM14K, RM0 daripada RM5,714 setakat ini."
                ),
            ),
            (
                "demos this month",
                (
                    "Where you stand · Tue 17 Nov\n"
                    "Demos November: 3/8, 1 behind plan · reaching it is unlikely.\n"
                    "Demos, the last four weeks: 1 of 2, 2 of 2, 1 of 2, 0 of 1 so far."
                ),
                "demo bulan ini",
                (
                    "Kedudukan anda · Sel 17 Nov\n"
                    "Demo November: 3/8, ketinggalan 1 daripada rancangan · kecil "
                    "kemungkinan tercapai.\n"
                    "Demo, empat minggu terakhir: 1 daripada 2, 2 daripada 2, 1 daripada 2, 0 daripada 1 "
                    "setakat ini."
                ),
            ),
            (
                "quarter",
                "You have no such goal. Your goals are on: call, demo, revenue; by week, month.",
                "suku tahun",
                "Anda tiada sasaran itu. Sasaran anda: panggilan, demo, hasil; mengikut minggu, bulan.",
            ),
            (
                "emails",
                "You have no such goal. Your goals are on: call, demo, revenue; by week, month.",
                "e-mel",
                "Anda tiada sasaran itu. Sasaran anda: panggilan, demo, hasil; mengikut minggu, bulan.",
            ),
            (
                "why calls",
                (
                    "Calls this week: 7 of 60\n*Logged:* 7 (Mon 16 Nov: 7)\n"
                    "*Working days:* 1 before today, 4 from today on\n*Goal:* 60 (your team's goal)\n"
                    "*Plan by this morning:* 12, so you are 5 behind\n"
                    "*Usual day:* 7.2, from your 7 over 35 recent days and 2 days of your team's 10\n"
                    "*Counted on:* 7 a day from now\n*Likely end:* 23–49; reaching 60 is very unlikely\n"
                    "Is an entry wrong or missing? `/log list` shows them all, to change or delete."
                ),
                "kenapa panggilan",
                (
                    "Panggilan minggu ini: 7 daripada 60\n*Dicatat:* 7 (Isn 16 Nov: 7)\n"
                    "*Hari bekerja:* 1 sebelum hari ini, 4 mulai hari ini\n"
                    "*Sasaran:* 60 (sasaran pasukan anda)\n"
                    "*Rancangan hingga pagi ini:* 12, jadi anda ketinggalan 5\n"
                    "*Hari biasa:* 7.2, daripada 7 anda sepanjang 35 hari terkini dan 2 hari purata "
                    "pasukan anda, 10\n*Anggaran:* 7 sehari mulai sekarang\n"
                    "*Jangkaan akhir:* 23–49; sangat kecil kemungkinan mencapai 60\n"
                    "Ada catatan yang silap atau tertinggal? `/log senarai` menunjukkan semuanya, untuk "
                    "diubah atau dipadam."
                ),
            ),
            (
                "why revenue",
                (
                    "Revenue November: $12,500 of $60,000\n*Logged:* $12,500 (Tue 10 Nov: $12,500)\n"
                    "*Working days:* 11 before today, 10 from today on\n"
                    "*Goal:* $60,000 (your team's goal)\n"
                    "*Plan by this morning:* $31,429, so you are $18,929 behind\n"
                    "*Usual deal:* $12K; usually 2.2 deals in twenty working days\n"
                    "*Likely end:* $12K–$50K; reaching $60K is very unlikely\n"
                    "Is an entry wrong or missing? `/log list` shows them all, to change or delete."
                ),
                "kenapa hasil",
                (
                    "Hasil November: RM12,500 daripada RM60,000\n"
                    "*Dicatat:* RM12,500 (Sel 10 Nov: RM12,500)\n"
                    "*Hari bekerja:* 11 sebelum hari ini, 10 mulai hari ini\n"
                    "*Sasaran:* RM60,000 (sasaran pasukan anda)\n"
                    "*Rancangan hingga pagi ini:* RM31,429, jadi anda ketinggalan RM18,929\n"
                    "*Urus niaga biasa:* RM12K; biasanya 2.2 urus niaga dalam dua puluh hari bekerja\n"
                    "*Jangkaan akhir:* RM12K–RM50K; sangat kecil kemungkinan mencapai RM60K\n"
                    "Ada catatan yang silap atau tertinggal? `/log senarai` menunjukkan semuanya, untuk "
                    "diubah atau dipadam."
                ),
            ),
            (
                "why emails",
                "You have no goal on that. Your goals are on: call, demo, revenue. Write `/progress why call`.",
                "kenapa e-mel",
                (
                    "Anda tiada sasaran untuk itu. Sasaran anda: panggilan, demo, hasil. Tulis `/progress "
                    "kenapa panggilan`."
                ),
            ),
            (
                "why cals",
                "I don't know `cals`. Did you mean `/progress why call`?",
                "kenapa pangilan",
                "Saya tidak kenal `pangilan`. Adakah maksud anda `/progress kenapa panggilan`?",
            ),
            (
                "cals",
                "I don't know `cals`. Did you mean `/progress call`?",
                "pangilan",
                "Saya tidak kenal `pangilan`. Adakah maksud anda `/progress panggilan`?",
            ),
            (
                "xyzzy",
                (
                    "I don't know `xyzzy`. You can look at: call, email, meeting, demo, proposal, deal, "
                    "revenue, opportunity, pipeline."
                ),
                "xyzzy",
                (
                    "Saya tidak kenal `xyzzy`. Anda boleh melihat: panggilan, e-mel, mesyuarat, demo, "
                    "cadangan, urus niaga, hasil, peluang, saluran jualan."
                ),
            ),
            (
                "export",
                "The file with everything that Pacer keeps about you comes as a direct message in a moment.",
                "eksport",
                "Fail dengan semua yang Pacer simpan tentang anda akan tiba sebagai mesej terus sebentar lagi.",
            ),
        ),
        given=autumn,
    ),
    Talk(
        "the leaderboard of a team that has one",
        ANA,
        (
            (
                "board",
                (
                    "There are too few to compare yet: a leaderboard needs three reps of one sales role "
                    "with a week of work."
                ),
                "papan kedudukan",
                (
                    "Masih terlalu sedikit untuk dibandingkan: papan kedudukan memerlukan tiga wakil "
                    "daripada satu peranan jualan yang telah bekerja seminggu."
                ),
            ),
        ),
        given=board,
    ),
    Talk(
        "somebody in no team",
        ADMIN,
        (
            (
                "",
                "You have no goal yet. Your manager sets one with `/goal`; logging works all the same.",
                "",
                (
                    "Anda belum ada sasaran. Pengurus anda menetapkannya dengan `/goal`; anda tetap boleh "
                    "mencatat seperti biasa."
                ),
            ),
            (
                "board",
                "Your team has no leaderboard, as most have none. Your manager can have one switched on.",
                "papan",
                (
                    "Pasukan anda tiada papan kedudukan, seperti kebanyakan pasukan. Pengurus anda boleh "
                    "meminta ia dihidupkan."
                ),
            ),
        ),
        given=autumn,
    ),
)
