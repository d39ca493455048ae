"""`/team`: a manager's team."""

from tests.bot.conversations.given import autumn
from tests.bot.conversations.talk import Talk
from tests.office import ADMIN, ANA, BEN, CLEO, MANAGER

COMMAND = "/team"
TALKS = (
    Talk(
        "a team without goals",
        MANAGER,
        (
            (
                "",
                "North has no goals yet. `/goal` sets one.",
                "",
                "North belum ada sasaran. `/goal` menetapkannya.",
            ),
            (
                "quality",
                "North: how deals move\nNothing to show yet: no deals in any stage, and no leads.",
                "kualiti",
                (
                    "North: pergerakan urus niaga\nBelum ada apa-apa: tiada urus niaga dalam mana-mana "
                    "peringkat, dan tiada prospek."
                ),
            ),
            (
                "year",
                (
                    "North: the year since 1 Jan 2026\nNothing logged this year yet.\nShows only "
                    "differences of 15% or more, most months. Use it to plan goals, not to grade people."
                ),
                "tahun",
                (
                    "North: tahun sejak 1 Jan 2026\nBelum ada catatan dalam tahun ini.\n"
                    "Hanya perbezaan 15% atau lebih, dalam kebanyakan bulan. Gunakannya untuk merancang "
                    "sasaran, bukan menilai orang."
                ),
            ),
            (
                "help",
                (
                    "*Your team:* `/team` shows it. More than one? Add the name, like `/team North`.\n`/team "
                    "@rep` shows what a rep sees.\n`/team alerts` lists the open alerts.\n`/team deals` lists "
                    "the open deals, `/team deals @rep` one rep's.\n`/team quality` and `/team quality @rep` "
                    "show how deals move and leads are answered.\n`/team year` and `/team year @rep` show the "
                    "year so far."
                ),
                "bantuan",
                (
                    "*Pasukan anda:* `/team` menunjukkannya. Lebih daripada satu? Tambah namanya, seperti "
                    "`/team North`.\n`/team @wakil` menunjukkan apa yang dilihat oleh seorang wakil "
                    "jualan.\n`/team makluman` menyenaraikan makluman terbuka.\n`/team urus niaga` "
                    "menyenaraikan urus niaga terbuka, `/team urus niaga @wakil` milik seorang.\n`/team "
                    "kualiti` dan `/team kualiti @wakil` menunjukkan pergerakan urus niaga dan jawapan kepada "
                    "prospek.\n`/team tahun` dan `/team tahun @wakil` menunjukkan tahun ini setakat ini."
                ),
            ),
        ),
    ),
    Talk(
        "a team with goals",
        MANAGER,
        (
            (
                "",
                (
                    "North · Tue 17 Nov\n2 behind\n"
                    f"<@{ANA}>: Behind. Calls this week 7 of 60, very unlikely. Demos November 3 of 8, "
                    "unlikely. Revenue November $12K of $60K, very unlikely\n"
                    f"<@{BEN}>: Behind. Calls this week 14 of 60, likely. Demos November 3 of 8, "
                    "unlikely. Revenue November $12K of $60K, very unlikely\n"
                    "Reps see the same numbers, and that you viewed them."
                ),
                "",
                (
                    "North · Sel 17 Nov\n2 ketinggalan\n"
                    f"<@{ANA}>: Ketinggalan. Panggilan minggu ini 7 daripada 60, sangat kecil "
                    "kemungkinan. Demo November 3 daripada 8, kecil kemungkinan. Hasil "
                    "November RM12K daripada RM60K, sangat kecil kemungkinan\n"
                    f"<@{BEN}>: Ketinggalan. Panggilan minggu ini 14 daripada 60, besar kemungkinan. Demo "
                    "November 3 daripada 8, kecil kemungkinan. Hasil November RM12K "
                    "daripada RM60K, sangat kecil kemungkinan\n"
                    "Wakil jualan melihat angka yang sama, dan tahu anda sudah melihatnya."
                ),
            ),
            (
                "Nord",
                "I don't know that team. Your teams: North.",
                "Nord",
                "Pasukan itu tidak dikenali. Pasukan anda: North.",
            ),
            (
                "South",
                "You can't see the numbers of this person or team. Their manager or an admin can.",
                "South",
                "Anda tidak boleh melihat angka orang atau pasukan ini. Pengurus mereka atau admin boleh.",
            ),
            (
                "quality",
                "North: how deals move\nNothing to show yet: no deals in any stage, and no leads.",
                "kualiti",
                (
                    "North: pergerakan urus niaga\nBelum ada apa-apa: tiada urus niaga dalam mana-mana "
                    "peringkat, dan tiada prospek."
                ),
            ),
            (
                "North quality",
                "North: how deals move\nNothing to show yet: no deals in any stage, and no leads.",
                "North kualiti",
                (
                    "North: pergerakan urus niaga\nBelum ada apa-apa: tiada urus niaga dalam mana-mana "
                    "peringkat, dan tiada prospek."
                ),
            ),
            (
                "year",
                (
                    f"North: the year since 1 Jan 2026\nIn line with the team: <@{ANA}>, <@{BEN}>\n"
                    "Shows only differences of 15% or more, most months. Use it to plan goals, not to grade people."
                ),
                "tahun",
                (
                    f"North: tahun sejak 1 Jan 2026\nSetara dengan pasukan: <@{ANA}>, <@{BEN}>\n"
                    "Hanya perbezaan 15% atau lebih, dalam kebanyakan bulan. Gunakannya untuk merancang "
                    "sasaran, bukan menilai orang."
                ),
            ),
            (
                f"year <@{ANA}>",
                (
                    f"North: the year since 1 Jan 2026\n*<@{ANA}>*\n"
                    "• *Calls*: 385 · 1.7 a day, the others 3.4 · ahead in 0 of 11 months · in line "
                    "with the team\n"
                    "• *Demos*: 14 · 0.1 a day, the others 0.1 · ahead in 0 of 11 months · in line "
                    "with the team\n"
                    "• *Deals*: 6 · 0 a day, the others 0 · ahead in 0 of 11 months · in line with the team\n"
                    "• *Revenue*: $75K · $329 a day, the others $329 · ahead in 0 of 11 months · in "
                    "line with the team\n"
                    "Shows only differences of 15% or more, most months. Use it to plan goals, not to grade people."
                ),
                f"tahun <@{ANA}>",
                (
                    f"North: tahun sejak 1 Jan 2026\n*<@{ANA}>*\n"
                    "• *Panggilan*: 385 · 1.7 sehari, yang lain 3.4 · mendahului dalam 0 daripada 11 "
                    "bulan · setara dengan pasukan\n"
                    "• *Demo*: 14 · 0.1 sehari, yang lain 0.1 · mendahului dalam 0 daripada 11 bulan "
                    "· setara dengan pasukan\n"
                    "• *Urus niaga*: 6 · 0 sehari, yang lain 0 · mendahului dalam 0 daripada 11 "
                    "bulan · setara dengan pasukan\n"
                    "• *Hasil*: RM75K · RM329 sehari, yang lain RM329 · mendahului dalam 0 daripada "
                    "11 bulan · setara dengan pasukan\n"
                    "Hanya perbezaan 15% atau lebih, dalam kebanyakan bulan. Gunakannya untuk merancang "
                    "sasaran, bukan menilai orang."
                ),
            ),
            (
                f"year <@{CLEO}>",
                "You can't see the numbers of this person or team. Their manager or an admin can.",
                f"tahun <@{CLEO}>",
                "Anda tidak boleh melihat angka orang atau pasukan ini. Pengurus mereka atau admin boleh.",
            ),
            (
                f"<@{ANA}>",
                (
                    "Ana Quill\nWhat Ana Quill sees:\nWhere you stand · Tue 17 Nov\n*Today:* calls 0 of 9, "
                    "demos 0 of 1\nCalls this week: 7/60 · behind, 5 to catch up · on pace for 26–45 · very "
                    "unlikely to make it.\nDemos November: 3/8 · behind, 1 to catch up · unlikely to make "
                    "it.\nRevenue November: $12K/60K · behind, $19K to catch up · very unlikely to make "
                    "it.\nCalls, the last four weeks: 35 of 60, 35 of 60, 35 of 60, 7 of 24 so far.\nDemos, "
                    "the last four weeks: 1 of 2, 2 of 2, 1 of 2, 0 of 1 so far.\nRevenue, the last four "
                    "weeks: $12K of $14K, $0 of $14K, $12K of $14K, $0 of $5,714 so far."
                ),
                f"<@{ANA}>",
                (
                    "Ana Quill\nApa yang Ana Quill lihat:\nKedudukan anda · Sel 17 Nov\n*Hari ini:* "
                    "panggilan 0 daripada 9, demo 0 daripada 1\nPanggilan minggu ini: 7/60 · ketinggalan, "
                    "perlu kejar 5 · dijangka 26–45 · sangat kecil kemungkinan tercapai.\nDemo November: "
                    "3/8 · ketinggalan, perlu kejar 1 · kecil kemungkinan tercapai.\nHasil November: "
                    "RM12K/60K · ketinggalan, perlu kejar RM19K · sangat kecil kemungkinan tercapai.\n"
                    "Panggilan, empat minggu terakhir: 35 daripada 60, 35 daripada 60, 35 daripada 60, 7 "
                    "daripada 24 setakat ini.\nDemo, empat minggu terakhir: 1 daripada 2, 2 daripada 2, 1 "
                    "daripada 2, 0 daripada 1 setakat ini.\nHasil, empat minggu terakhir: RM12K daripada "
                    "RM14K, RM0 daripada RM14K, RM12K daripada RM14K, RM0 daripada RM5,714 setakat ini."
                ),
            ),
            (
                "deals",
                "North has no open deals.",
                "urus niaga",
                "North tiada urus niaga terbuka.",
            ),
            (
                f"deals <@{ANA}>",
                "Ana Quill has no open deals.",
                f"urus niaga <@{ANA}>",
                "Ana Quill tiada urus niaga terbuka.",
            ),
            (
                "<@U0NOBODY>",
                "I don't know this person. They may be an app, a guest or new here. Pick a member of your workspace.",
                "<@U0NOBODY>",
                (
                    "Saya tidak mengenali orang ini. Mungkin aplikasi, tetamu atau orang baharu. Pilih ahli ruang "
                    "kerja anda."
                ),
            ),
        ),
        given=autumn,
    ),
    Talk(
        "reps see themselves in /progress",
        ANA,
        (
            (
                "",
                "`/team` shows managers their teams. Your own numbers are in `/progress`.",
                "",
                "`/team` menunjukkan pasukan kepada pengurus. Angka anda sendiri ada dalam `/progress`.",
            ),
            (
                "North",
                "You can't see the numbers of this person or team. Their manager or an admin can.",
                "North",
                "Anda tidak boleh melihat angka orang atau pasukan ini. Pengurus mereka atau admin boleh.",
            ),
            (
                "quality",
                "`/team` shows managers their teams. Your own numbers are in `/progress`.",
                "kualiti",
                "`/team` menunjukkan pasukan kepada pengurus. Angka anda sendiri ada dalam `/progress`.",
            ),
            (
                f"year <@{BEN}>",
                "You can't see the numbers of this person or team. Their manager or an admin can.",
                f"tahun <@{BEN}>",
                "Anda tidak boleh melihat angka orang atau pasukan ini. Pengurus mereka atau admin boleh.",
            ),
        ),
        given=autumn,
    ),
    Talk(
        "an admin",
        ADMIN,
        (
            (
                "North",
                (
                    "North · Tue 17 Nov\n2 behind\n"
                    f"<@{ANA}>: Behind. Calls this week 7 of 60, very unlikely. Demos November 3 of 8, "
                    "unlikely. Revenue November $12K of $60K, very unlikely\n"
                    f"<@{BEN}>: Behind. Calls this week 14 of 60, likely. Demos November 3 of 8, "
                    "unlikely. Revenue November $12K of $60K, very unlikely\n"
                    "Reps see the same numbers, and that you viewed them."
                ),
                "North",
                (
                    "North · Sel 17 Nov\n2 ketinggalan\n"
                    f"<@{ANA}>: Ketinggalan. Panggilan minggu ini 7 daripada 60, sangat kecil "
                    "kemungkinan. Demo November 3 daripada 8, kecil kemungkinan. Hasil "
                    "November RM12K daripada RM60K, sangat kecil kemungkinan\n"
                    f"<@{BEN}>: Ketinggalan. Panggilan minggu ini 14 daripada 60, besar kemungkinan. Demo "
                    "November 3 daripada 8, kecil kemungkinan. Hasil November RM12K "
                    "daripada RM60K, sangat kecil kemungkinan\n"
                    "Wakil jualan melihat angka yang sama, dan tahu anda sudah melihatnya."
                ),
            ),
            (
                "Nord",
                "I don't know that team. Your teams: North, South.",
                "Nord",
                "Pasukan itu tidak dikenali. Pasukan anda: North, South.",
            ),
        ),
        given=autumn,
    ),
)
