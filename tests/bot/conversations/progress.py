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
                (
                    "No goal yet. Ask your manager to set one, or propose your own with `/goal`. You can start "
                    "logging now."
                ),
                "",
                (
                    "Belum ada sasaran. Minta pengurus anda tetapkan, atau cadangkan sendiri dengan "
                    "`/goal`. Anda boleh mula mencatat sekarang."
                ),
            ),
            (
                "calls",
                "You don't have a goal yet. Your manager can set one with `/goal`.",
                "panggilan",
                "Anda belum ada sasaran. Pengurus anda menetapkannya dengan `/goal`.",
            ),
            (
                "why calls",
                "You don't have a goal yet. Your manager can set one with `/goal`.",
                "kenapa panggilan",
                "Anda belum ada sasaran. Pengurus anda menetapkannya dengan `/goal`.",
            ),
            (
                "why",
                "Which number? Write it like `/progress why calls`.",
                "kenapa",
                "Angka yang mana? Tulis seperti `/progress kenapa panggilan`.",
            ),
            (
                "board",
                "Your team doesn't use a leaderboard. Your manager can ask for one.",
                "papan",
                ("Pasukan anda tidak menggunakan papan kedudukan. Pengurus anda boleh memintanya."),
            ),
            (
                "help",
                (
                    "*Your numbers:* `/progress` shows all your goals.\n`/progress calls`\n`/progress "
                    "week`\n`/progress why calls` shows where a number comes from.\n`/progress board` shows "
                    "your team's leaderboard, `/progress export` sends you everything I keep about you."
                ),
                "bantuan",
                (
                    "*Angka anda:* `/progress` menunjukkan semua sasaran anda.\n`/progress "
                    "panggilan`\n`/progress minggu`\n`/progress kenapa panggilan` menunjukkan sumber sesuatu "
                    "angka.\n`/progress papan` menunjukkan papan kedudukan pasukan anda, `/progress eksport` "
                    "menghantar semua yang saya simpan tentang anda."
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
                    "Where you stand · Tue 17 Nov\n*Today:* calls 0 of 9, demos 0 of 1\nCalls this week: 7/60 "
                    "· behind, 5 to catch up · on pace for 26–45 · very unlikely to make it.\nDemos November: "
                    "3/8 · behind, 1 to catch up · unlikely to make it.\nRevenue November: $12K/60K · behind, "
                    "$19K to catch up · very unlikely to make it.\nCalls, the last four weeks: 35 of 60, 35 of "
                    "60, 35 of 60, 7 of 24 so far.\nDemos, the last four weeks: 1 of 2, 2 of 2, 1 of 2, 0 of 1 "
                    "so far.\nRevenue, the last four weeks: $12K of $14K, $0 of $14K, $12K of $14K, $0 of "
                    "$5,714 so far."
                ),
                "",
                (
                    "Kedudukan anda · Sel 17 Nov\n*Hari ini:* panggilan 0 daripada 9, demo 0 daripada 1\n"
                    "Panggilan minggu ini: 7/60 · ketinggalan, perlu kejar 5 · dijangka 26–45 · sangat "
                    "kecil kemungkinan tercapai.\nDemo November: 3/8 · ketinggalan, perlu kejar 1 · kecil "
                    "kemungkinan tercapai.\nHasil November: RM12K/60K · ketinggalan, perlu kejar RM19K · "
                    "sangat kecil kemungkinan tercapai.\nPanggilan, empat minggu terakhir: 35 daripada 60, "
                    "35 daripada 60, 35 daripada 60, 7 daripada 24 setakat ini.\nDemo, empat minggu "
                    "terakhir: 1 daripada 2, 2 daripada 2, 1 daripada 2, 0 daripada 1 setakat ini.\nHasil, "
                    "empat minggu terakhir: RM12K daripada RM14K, RM0 daripada RM14K, RM12K daripada "
                    "RM14K, RM0 daripada RM5,714 setakat ini."
                ),
            ),
            (
                "calls",
                (
                    "Where you stand · Tue 17 Nov\n*Today:* calls 0 of 9\nCalls this week: 7/60 · behind, 5 to "
                    "catch up · on pace for 26–45 · very unlikely to make it.\nCalls, the last four weeks: 35 "
                    "of 60, 35 of 60, 35 of 60, 7 of 24 so far."
                ),
                "panggilan",
                (
                    "Kedudukan anda · Sel 17 Nov\n*Hari ini:* panggilan 0 daripada 9\nPanggilan minggu "
                    "ini: 7/60 · ketinggalan, perlu kejar 5 · dijangka 26–45 · sangat kecil kemungkinan "
                    "tercapai.\nPanggilan, empat minggu terakhir: 35 daripada 60, 35 daripada 60, 35 "
                    "daripada 60, 7 daripada 24 setakat ini."
                ),
            ),
            (
                "month",
                (
                    "Where you stand · Tue 17 Nov\nDemos November: 3/8 · behind, 1 to catch up · unlikely to "
                    "make it.\nRevenue November: $12K/60K · behind, $19K to catch up · very unlikely to make "
                    "it.\nDemos, the last four weeks: 1 of 2, 2 of 2, 1 of 2, 0 of 1 so far.\nRevenue, the "
                    "last four weeks: $12K of $14K, $0 of $14K, $12K of $14K, $0 of $5,714 so far."
                ),
                "bulan",
                (
                    "Kedudukan anda · Sel 17 Nov\nDemo November: 3/8 · ketinggalan, perlu kejar 1 · kecil "
                    "kemungkinan tercapai.\nHasil November: RM12K/60K · ketinggalan, perlu kejar RM19K · "
                    "sangat kecil kemungkinan tercapai.\nDemo, empat minggu terakhir: 1 daripada 2, 2 daripada "
                    "2, 1 daripada 2, 0 daripada 1 setakat ini.\nHasil, empat minggu terakhir: RM12K daripada "
                    "RM14K, RM0 daripada RM14K, RM12K daripada RM14K, RM0 daripada RM5,714 setakat ini."
                ),
            ),
            (
                "demos this month",
                (
                    "Where you stand · Tue 17 Nov\nDemos November: 3/8 · behind, 1 to catch up · unlikely to "
                    "make it.\nDemos, the last four weeks: 1 of 2, 2 of 2, 1 of 2, 0 of 1 so far."
                ),
                "demo bulan ini",
                (
                    "Kedudukan anda · Sel 17 Nov\nDemo November: 3/8 · ketinggalan, perlu kejar 1 · kecil "
                    "kemungkinan tercapai.\nDemo, empat minggu terakhir: 1 daripada 2, 2 daripada 2, 1 "
                    "daripada 2, 0 daripada 1 setakat ini."
                ),
            ),
            (
                "quarter",
                "You don't have that goal. You have goals on call, demo, revenue, by week, month.",
                "suku tahun",
                "Anda tiada sasaran itu. Anda ada sasaran panggilan, demo, hasil, mengikut minggu, bulan.",
            ),
            (
                "emails",
                "You don't have that goal. You have goals on call, demo, revenue, by week, month.",
                "e-mel",
                "Anda tiada sasaran itu. Anda ada sasaran panggilan, demo, hasil, mengikut minggu, bulan.",
            ),
            (
                "why calls",
                (
                    "Calls this week: 7 of 60\n*Logged:* 7 (Mon 16 Nov: 7)\n*Workdays:* 1 done, 4 left "
                    "including today\n*Goal:* 60 (your team's goal)\n*Plan by this morning:* 12, so you're "
                    "5 behind\n*Your usual pace:* about 7 a day (yours 7 over 35 days, your team's 10)\n"
                    "*Assumed from here:* 7 a day\n*Odds:* very unlikely to make 60, on pace for 26–45\nIs "
                    "an entry wrong or missing? `/log list` shows them all, to change or delete."
                ),
                "kenapa panggilan",
                (
                    "Panggilan minggu ini: 7 daripada 60\n*Dicatat:* 7 (Isn 16 Nov: 7)\n*Hari bekerja:* 1 "
                    "sudah lalu, tinggal 4 termasuk hari ini\n*Sasaran:* 60 (sasaran pasukan anda)\n"
                    "*Rancangan hingga pagi ini:* 12, jadi anda ketinggalan 5\n*Kadar biasa anda:* "
                    "kira-kira 7 sehari (anda 7 selama 35 hari, pasukan anda 10)\n*Anggaran selepas ini:* "
                    "7 sehari\n*Peluang:* sangat kecil kemungkinan mencapai 60, dijangka 26–45\nAda "
                    "catatan yang silap atau tertinggal? `/log senarai` menunjukkan semuanya, untuk diubah "
                    "atau dipadam."
                ),
            ),
            (
                "why revenue",
                (
                    "Revenue November: $12,500 of $60,000\n*Logged:* $12,500 (Tue 10 Nov: $12,500)\n"
                    "*Workdays:* 11 done, 10 left including today\n*Goal:* $60,000 (your team's goal)\n"
                    "*Plan by this morning:* $31,429, so you're $18,929 behind\n*Usual deal:* $12K, about "
                    "2.2 deals in 20 workdays\n*Odds:* very unlikely to make $60K, on pace for $12K–$50K\n"
                    "Is an entry wrong or missing? `/log list` shows them all, to change or delete."
                ),
                "kenapa hasil",
                (
                    "Hasil November: RM12,500 daripada RM60,000\n*Dicatat:* RM12,500 (Sel 10 Nov: "
                    "RM12,500)\n*Hari bekerja:* 11 sudah lalu, tinggal 10 termasuk hari ini\n"
                    "*Sasaran:* RM60,000 (sasaran pasukan anda)\n*Rancangan hingga pagi ini:* RM31,429, "
                    "jadi anda ketinggalan RM18,929\n*Urus niaga biasa:* RM12K, kira-kira 2.2 urus niaga "
                    "dalam 20 hari bekerja\n*Peluang:* sangat kecil kemungkinan mencapai RM60K, dijangka "
                    "RM12K–RM50K\nAda catatan yang silap atau tertinggal? `/log senarai` menunjukkan "
                    "semuanya, untuk diubah atau dipadam."
                ),
            ),
            (
                "why emails",
                "You don't have a goal on that. You have goals on call, demo, revenue. Write `/progress why call`.",
                "kenapa e-mel",
                (
                    "Anda tiada sasaran untuk itu. Anda ada sasaran panggilan, demo, hasil. Tulis `/progress "
                    "kenapa panggilan`."
                ),
            ),
            (
                "why cals",
                "I don't know `cals`. Did you mean `/progress why call`?",
                "kenapa pangilan",
                "`pangilan` tidak dikenali. Maksud anda `/progress kenapa panggilan`?",
            ),
            (
                "cals",
                "I don't know `cals`. Did you mean `/progress call`?",
                "pangilan",
                "`pangilan` tidak dikenali. Maksud anda `/progress panggilan`?",
            ),
            (
                "xyzzy",
                (
                    "I don't know `xyzzy`. You can look at: call, email, meeting, demo, proposal, deal, "
                    "revenue, opportunity, pipeline."
                ),
                "xyzzy",
                (
                    "`xyzzy` tidak dikenali. Anda boleh melihat: panggilan, e-mel, mesyuarat, demo, cadangan, "
                    "urus niaga, hasil, peluang, saluran jualan."
                ),
            ),
            (
                "export",
                "I'm sending you a file with everything Pacer keeps about you, by direct message.",
                "eksport",
                "Saya akan hantar fail dengan semua yang Pacer simpan tentang anda, melalui mesej terus.",
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
                    "Too few people to compare yet. A leaderboard needs three reps in one sales role with a "
                    "week of work."
                ),
                "papan kedudukan",
                (
                    "Masih terlalu sedikit untuk dibandingkan. Papan kedudukan memerlukan tiga wakil daripada "
                    "satu peranan jualan yang telah bekerja seminggu."
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
                (
                    "No goal yet. Ask your manager to set one, or propose your own with `/goal`. You can start "
                    "logging now."
                ),
                "",
                (
                    "Belum ada sasaran. Minta pengurus anda tetapkan, atau cadangkan sendiri dengan "
                    "`/goal`. Anda boleh mula mencatat sekarang."
                ),
            ),
            (
                "board",
                "Your team doesn't use a leaderboard. Your manager can ask for one.",
                "papan",
                ("Pasukan anda tidak menggunakan papan kedudukan. Pengurus anda boleh memintanya."),
            ),
        ),
        given=autumn,
    ),
)
