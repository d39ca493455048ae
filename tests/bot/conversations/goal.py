"""`/goal`: goals of reps and teams."""

from tests.bot.conversations.given import autumn
from tests.bot.conversations.talk import Form, Talk
from tests.office import ADMIN, ANA, BEN, CLEO, MANAGER, STRANGER_MANAGER

COMMAND = "/goal"
TALKS = (
    Talk(
        "set, changed and ended",
        MANAGER,
        (
            (
                "team North calls 60 a week",
                "North: 60 calls a week, starting Tue 17 Nov.",
                "pasukan North panggilan 60 seminggu",
                "North: 60 panggilan seminggu, mulai Sel 17 Nov.",
            ),
            (
                "team North calls 55 a week",
                "North: 55 calls a week, starting Tue 17 Nov. Before: 60.",
                "pasukan North panggilan 55 seminggu",
                "North: 55 panggilan seminggu, mulai Sel 17 Nov. Sebelum ini: 60.",
            ),
            (
                f"<@{ANA}> demos 14 a month",
                "Ana Quill: 14 demos a month, starting Tue 17 Nov.",
                f"<@{ANA}> demo 14 sebulan",
                "Ana Quill: 14 demo sebulan, mulai Sel 17 Nov.",
            ),
            (
                f"<@{ANA}> 1 deal a quarter",
                "Ana Quill: 1 deal a quarter, starting Tue 17 Nov.",
                f"<@{ANA}> 1 urus niaga setiap suku tahun",
                "Ana Quill: 1 urus niaga setiap suku tahun, mulai Sel 17 Nov.",
            ),
            (
                f"<@{BEN}> revenue 60k a month from 2026-12-01 because the territory grew",
                "Ben Sparrow: $60,000 revenue a month, starting Tue 1 Dec.",
                f"<@{BEN}> hasil 60k sebulan mulai 2026-12-01 kerana kawasan bertambah",
                "Ben Sparrow: hasil RM60,000 sebulan, mulai Sel 1 Dis.",
            ),
            (
                f"<@{ANA}> calls off week",
                "Ana Quill had no goal on calls a week. Nothing changed.",
                f"<@{ANA}> panggilan tamat seminggu",
                "Ana Quill tiada sasaran panggilan seminggu. Tiada apa-apa berubah.",
            ),
            (
                f"<@{ANA}> demos off month",
                "Ana Quill: 14 demos a month ends on Tue 17 Nov.",
                f"<@{ANA}> demo tamat sebulan",
                "Ana Quill: 14 demo sebulan tamat pada Sel 17 Nov.",
            ),
            (
                f"history <@{ANA}> demos",
                (
                    "*How Ana Quill's goals changed*\n• 14 demos a month, starting 17 Nov 2026: replaced "
                    "before it began (set by Mo Northgate on 17 Nov 2026)"
                ),
                f"sejarah <@{ANA}> demo",
                (
                    "*Perubahan sasaran Ana Quill*\n"
                    "• 14 demo sebulan, mulai 17 Nov 2026: diganti sebelum bermula (ditetapkan oleh Mo "
                    "Northgate pada 17 Nov 2026)"
                ),
            ),
            (
                "history team North",
                (
                    "*How North's goals changed*\n• 55 calls a week, starting 17 Nov 2026 (set by Mo Northgate "
                    "on 17 Nov 2026)\n• 60 calls a week, starting 17 Nov 2026: replaced before it began (set "
                    "by Mo Northgate on 17 Nov 2026)"
                ),
                "sejarah pasukan North",
                (
                    "*Perubahan sasaran North*\n"
                    "• 55 panggilan seminggu, mulai 17 Nov 2026 (ditetapkan oleh Mo Northgate pada 17 Nov "
                    "2026)\n"
                    "• 60 panggilan seminggu, mulai 17 Nov 2026: diganti sebelum bermula (ditetapkan oleh "
                    "Mo Northgate pada 17 Nov 2026)"
                ),
            ),
            (
                f"history <@{BEN}> calls",
                "Ben Sparrow has never had a goal of their own. For a team's goals: `/goal history team North`.",
                f"sejarah <@{BEN}> panggilan",
                "Ben Sparrow belum pernah ada sasaran sendiri. Untuk sasaran pasukan: `/goal sejarah pasukan Utara`.",
            ),
        ),
    ),
    Talk(
        "a percentage of the last period",
        MANAGER,
        (
            (
                f"<@{ANA}> calls +15% a week",
                (
                    "Ana Quill: 41 calls a week, starting Tue 17 Nov. Based on 35 in the week of Mon 9 "
                    "Nov.\n*A stretch.* The odds in the week of Mon 23 Nov are about 10%."
                ),
                f"<@{ANA}> panggilan +15% seminggu",
                (
                    "Ana Quill: 41 panggilan seminggu, mulai Sel 17 Nov. Dikira daripada 35 dalam minggu "
                    "bermula Isn 9 Nov.\n*Mencabar.* Peluang dalam minggu bermula Isn 23 Nov kira-kira 10%."
                ),
            ),
            (
                "team North demos +10% a month",
                (
                    "North: 6 demos a month, starting Tue 17 Nov. Before: 8. Based on 5 in October "
                    "2026.\n*Realistic.* In December 2026 about 1 of 2 would make it."
                ),
                "pasukan North demo +10% sebulan",
                (
                    "North: 6 demo sebulan, mulai Sel 17 Nov. Sebelum ini: 8. Dikira daripada 5 dalam Oktober 2026.\n"
                    "*Realistik.* Dalam Disember 2026 kira-kira 1 daripada 2 akan mencapainya."
                ),
            ),
            (
                f"<@{ANA}> emails +15% a week",
                "Nothing was logged from 9 Nov 2026 to 15 Nov 2026, so a percentage won't work. Write a number "
                "instead.",
                f"<@{ANA}> e-mel +15% seminggu",
                ("Tiada catatan dari 9 Nov 2026 hingga 15 Nov 2026, jadi peratusan tidak boleh dikira. Tulis nombor."),
            ),
            (
                f"<@{ANA}> calls -100% a week",
                "That leaves nothing to do. To end a goal, write `off` instead of a number.",
                f"<@{ANA}> panggilan -100% seminggu",
                (
                    "Itu tidak meninggalkan apa-apa untuk dibuat. Untuk menamatkan sasaran, tulis `tamat` dan "
                    "bukan nombor."
                ),
            ),
        ),
        given=autumn,
    ),
    Talk(
        "what is not understood",
        MANAGER,
        (
            (
                "calls 60",
                (
                    "Whose goal? Start with @someone, with `team` and its name, or with a sales role. Write it "
                    "like `/goal @rep calls 20 a week`, `/goal team North demos 14 a month`, `/goal SDR calls "
                    "20 a day` or `/goal @rep calls off week`. Nothing was saved."
                ),
                "panggilan 60",
                (
                    "Sasaran siapa? Mulakan dengan @seseorang, dengan `pasukan` dan namanya, atau dengan "
                    "peranan jualan. Tulis seperti `/goal @wakil panggilan 20 seminggu`, `/goal pasukan North "
                    "demo 14 sebulan`, `/goal SDR panggilan 20 sehari` atau `/goal @wakil panggilan tamat "
                    "seminggu`. Tiada apa-apa disimpan."
                ),
            ),
            (
                "team North cals 60 a week",
                (
                    "Which team, and what counts? Use one of these: call, email, meeting, demo, proposal, "
                    "deal, revenue, opportunity, pipeline. Nothing was saved."
                ),
                "pasukan North pangilan 60 seminggu",
                (
                    "Pasukan mana, dan apa yang dikira? Guna salah satu daripada: panggilan, e-mel, mesyuarat, "
                    "demo, cadangan, urus niaga, hasil, peluang, saluran jualan. Tiada apa-apa disimpan."
                ),
            ),
            (
                f"<@{ANA}> cals 60 a week",
                ("I don't know `cals`. Did you mean `call`? Nothing was saved."),
                f"<@{ANA}> pangilan 60 seminggu",
                ("`pangilan` tidak dikenali. Maksud anda `panggilan`? Tiada apa-apa disimpan."),
            ),
            (
                f"<@{ANA}> calls 60",
                (
                    "A day, week, month, quarter or year? Write it like `/goal @rep calls 20 a week`, `/goal "
                    "team North demos 14 a month`, `/goal SDR calls 20 a day` or `/goal @rep calls off week`. "
                    "Nothing was saved."
                ),
                f"<@{ANA}> panggilan 60",
                (
                    "Hari, minggu, bulan, suku tahun atau tahun? Tulis seperti `/goal @wakil panggilan 20 "
                    "seminggu`, `/goal pasukan North demo 14 sebulan`, `/goal SDR panggilan 20 sehari` atau "
                    "`/goal @wakil panggilan tamat seminggu`. Tiada apa-apa disimpan."
                ),
            ),
            (
                f"<@{ANA}> calls a week",
                (
                    "How much? Write it like `/goal @rep calls 20 a week`, `/goal team North demos 14 a "
                    "month`, `/goal SDR calls 20 a day` or `/goal @rep calls off week`. Nothing was saved."
                ),
                f"<@{ANA}> panggilan seminggu",
                (
                    "Berapa banyak? Tulis seperti `/goal @wakil panggilan 20 seminggu`, `/goal pasukan North "
                    "demo 14 sebulan`, `/goal SDR panggilan 20 sehari` atau `/goal @wakil panggilan tamat "
                    "seminggu`. Tiada apa-apa disimpan."
                ),
            ),
            (
                f"<@{ANA}> calls 0 a week",
                "A goal needs a number above zero. To end a goal, write `off` instead. Nothing was saved.",
                f"<@{ANA}> panggilan 0 seminggu",
                (
                    "Sasaran memerlukan nombor lebih daripada sifar. Untuk menamatkannya, tulis `tamat`. Tiada "
                    "apa-apa disimpan."
                ),
            ),
            (
                f"<@{ANA}> calls many a week",
                (
                    "`many` isn't a number I can read. Write it like `/goal @rep calls 20 a week`, `/goal team "
                    "North demos 14 a month`, `/goal SDR calls 20 a day` or `/goal @rep calls off week`. "
                    "Nothing was saved."
                ),
                f"<@{ANA}> panggilan banyak seminggu",
                (
                    "`banyak` bukan nombor yang dapat saya baca. Tulis seperti `/goal @wakil panggilan 20 "
                    "seminggu`, `/goal pasukan North demo 14 sebulan`, `/goal SDR panggilan 20 sehari` atau "
                    "`/goal @wakil panggilan tamat seminggu`. Tiada apa-apa disimpan."
                ),
            ),
            (
                f"<@{ANA}> calls 60 +5% a week",
                (
                    "A number or a percentage, not both. Write it like `/goal @rep calls 20 a week`, `/goal "
                    "team North demos 14 a month`, `/goal SDR calls 20 a day` or `/goal @rep calls off week`. "
                    "Nothing was saved."
                ),
                f"<@{ANA}> panggilan 60 +5% seminggu",
                (
                    "Nombor atau peratusan, bukan kedua-duanya. Tulis seperti `/goal @wakil panggilan 20 "
                    "seminggu`, `/goal pasukan North demo 14 sebulan`, `/goal SDR panggilan 20 sehari` atau "
                    "`/goal @wakil panggilan tamat seminggu`. Tiada apa-apa disimpan."
                ),
            ),
            (
                f"<@{ANA}> revenue €60k a month",
                "Amounts here are in USD, and `€60k` is in EUR. Nothing was saved.",
                f"<@{ANA}> hasil €60k sebulan",
                "Jumlah di sini dalam MYR, tetapi `€60k` dalam EUR. Tiada apa-apa disimpan.",
            ),
            (
                f"<@{ANA}> calls 60 a week from 2026-13-01",
                (
                    "`from 2026-13-01` isn't a date. Write it like `/goal @rep calls 20 a week`, `/goal team "
                    "North demos 14 a month`, `/goal SDR calls 20 a day` or `/goal @rep calls off week`. "
                    "Nothing was saved."
                ),
                f"<@{ANA}> panggilan 60 seminggu mulai 2026-13-01",
                (
                    "`mulai 2026-13-01` bukan tarikh. Tulis seperti `/goal @wakil panggilan 20 seminggu`, "
                    "`/goal pasukan North demo 14 sebulan`, `/goal SDR panggilan 20 sehari` atau `/goal @wakil "
                    "panggilan tamat seminggu`. Tiada apa-apa disimpan."
                ),
            ),
            (
                "team Nord calls 60 a week",
                "No team is called 'Nord'. Teams: North, South.",
                "pasukan Nord panggilan 60 seminggu",
                "Tiada pasukan bernama 'Nord'. Pasukan: North, South.",
            ),
            (
                "<@U0NOBODY> calls 60 a week",
                "I don't know this person. They may be an app, a guest or new here. Pick a member of your workspace.",
                "<@U0NOBODY> panggilan 60 seminggu",
                (
                    "Saya tidak mengenali orang ini. Mungkin aplikasi, tetamu atau orang baharu. Pilih ahli ruang "
                    "kerja anda."
                ),
            ),
            (
                "history",
                "Whose goals? Write `/goal history @rep calls` or `/goal history team North`.",
                "sejarah",
                "Sasaran siapa? Tulis `/goal sejarah @wakil panggilan` atau `/goal sejarah pasukan North`.",
            ),
            (
                "plan",
                "Whose plan? Write `/goal plan @rep` or `/goal plan team North`.",
                "rancang",
                "Rancangan siapa? Tulis `/goal rancang @wakil` atau `/goal rancang pasukan North`.",
            ),
            (
                f"<@{ANA}> 60 calls 5 a week",
                (
                    "I don't know what `60 5` means here. Write it like `/goal @rep calls 20 a week`, `/goal "
                    "team North demos 14 a month`, `/goal SDR calls 20 a day` or `/goal @rep calls off week`. "
                    "Nothing was saved."
                ),
                f"<@{ANA}> 60 panggilan 5 seminggu",
                (
                    "Saya tidak tahu maksud `60 5` di sini. Tulis seperti `/goal @wakil panggilan 20 "
                    "seminggu`, `/goal pasukan North demo 14 sebulan`, `/goal SDR panggilan 20 sehari` atau "
                    "`/goal @wakil panggilan tamat seminggu`. Tiada apa-apa disimpan."
                ),
            ),
        ),
    ),
    Talk(
        "help and the forms",
        MANAGER,
        (
            (
                "help",
                (
                    "*Set a goal:* `/goal` alone opens a form.\n`/goal @rep calls 20 a week`\n`/goal team "
                    "North demos 14 a month`\n`/goal team North total revenue 200k a month` for the whole team "
                    "together\n`/goal @rep calls +15% a month`\n`/goal @rep revenue 60k a month "
                    "from 2026-12-01 because …`\n`/goal SDR calls 20 a day`, `/goal team North SDR calls 20 a "
                    "day` set one for a sales role. `/goal role @rep` shows a rep's role and ramp.\n`/goal "
                    "@rep calls off week` ends one, `/goal history @rep calls` shows how it changed, `/goal "
                    "plan @rep` plans the activities."
                ),
                "bantuan",
                (
                    "*Tetapkan sasaran:* `/goal` sahaja membuka borang.\n`/goal @wakil panggilan 20 "
                    "seminggu`\n`/goal pasukan North demo 14 sebulan`\n`/goal pasukan North jumlah hasil 200k "
                    "sebulan` untuk seluruh pasukan bersama\n`/goal @wakil panggilan +15% "
                    "sebulan`\n`/goal @wakil hasil 60k sebulan mulai 2026-12-01 kerana …`\n`/goal SDR "
                    "panggilan 20 sehari`, `/goal pasukan North SDR panggilan 20 sehari` menetapkannya untuk "
                    "satu peranan jualan. `/goal peranan @wakil` menunjukkan peranan dan tempoh permulaan "
                    "seorang wakil jualan.\n`/goal @wakil panggilan tamat seminggu` menamatkan satu sasaran, "
                    "`/goal sejarah @wakil panggilan` menunjukkan perubahannya, `/goal rancang @wakil` "
                    "merancang aktivitinya."
                ),
            ),
            (
                "",
                Form("Set a goal"),
                "",
                Form("Tetapkan sasaran"),
            ),
            (
                f"role <@{ANA}>",
                Form("Role and ramp"),
                f"peranan <@{ANA}>",
                Form("Peranan dan permulaan"),
            ),
        ),
    ),
    Talk(
        "a rep",
        ANA,
        (
            (
                f"<@{ANA}> calls 1 a week",
                "You can't set goals for this person or team. Their manager or an admin can.",
                f"<@{ANA}> panggilan 1 seminggu",
                ("Anda tidak boleh menetapkan sasaran untuk orang atau pasukan ini. Pengurus mereka atau admin boleh."),
            ),
            (
                f"<@{BEN}> calls 1 a week",
                "You can't set goals for this person or team. Their manager or an admin can.",
                f"<@{BEN}> panggilan 1 seminggu",
                ("Anda tidak boleh menetapkan sasaran untuk orang atau pasukan ini. Pengurus mereka atau admin boleh."),
            ),
            (
                "team North calls 1 a week",
                "You can't set goals for this person or team. Their manager or an admin can.",
                "pasukan North panggilan 1 seminggu",
                ("Anda tidak boleh menetapkan sasaran untuk orang atau pasukan ini. Pengurus mereka atau admin boleh."),
            ),
            (
                f"history <@{BEN}> calls",
                "You can't see the numbers of this person or team. Their manager or an admin can.",
                f"sejarah <@{BEN}> panggilan",
                "Anda tidak boleh melihat angka orang atau pasukan ini. Pengurus mereka atau admin boleh.",
            ),
            (
                f"plan <@{BEN}>",
                "You can't set goals for this person or team. Their manager or an admin can.",
                f"rancang <@{BEN}>",
                ("Anda tidak boleh menetapkan sasaran untuk orang atau pasukan ini. Pengurus mereka atau admin boleh."),
            ),
        ),
    ),
    Talk(
        "the manager of another team",
        STRANGER_MANAGER,
        (
            (
                "team North calls 1 a week",
                "You can't set goals for this person or team. Their manager or an admin can.",
                "pasukan North panggilan 1 seminggu",
                ("Anda tidak boleh menetapkan sasaran untuk orang atau pasukan ini. Pengurus mereka atau admin boleh."),
            ),
            (
                f"<@{CLEO}> calls 50 a week",
                "Cleo Marsh: 50 calls a week, starting Tue 17 Nov.",
                f"<@{CLEO}> panggilan 50 seminggu",
                "Cleo Marsh: 50 panggilan seminggu, mulai Sel 17 Nov.",
            ),
        ),
    ),
    Talk(
        "a team as one total",
        MANAGER,
        (
            (
                "team North total revenue 200k a month",
                "North in all: $200,000 revenue a month, starting Tue 17 Nov. The last whole period came to $0.",
                "pasukan North jumlah hasil 200k sebulan",
                "North keseluruhan: hasil RM200,000 sebulan, bermula Sel 17 Nov. Tempoh penuh yang lalu berjumlah RM0.",
            ),
            (
                "team North total revenue +10% a month",
                "For a team's total, write a number instead of a percentage. Nothing was saved.",
                "pasukan North jumlah hasil +10% sebulan",
                "Untuk jumlah pasukan, tulis nombor, bukan peratus. Tiada apa-apa disimpan.",
            ),
            (
                "team North revenue off month in total",
                "North in all: the goal of $200,000 revenue a month ends on Tue 17 Nov.",
                "pasukan North hasil tamat sebulan bersama",
                "North keseluruhan: sasaran hasil RM200,000 sebulan tamat pada Sel 17 Nov.",
            ),
        ),
    ),
    Talk(
        "an admin",
        ADMIN,
        (
            (
                f"<@{CLEO}> revenue 60k month",
                "Cleo Marsh: $60,000 revenue a month, starting Tue 17 Nov.",
                f"<@{CLEO}> hasil 60k sebulan",
                "Cleo Marsh: hasil RM60,000 sebulan, mulai Sel 17 Nov.",
            ),
        ),
    ),
)
