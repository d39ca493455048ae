"""`/deal`: deals, leads and the playbook."""

from tests.bot.conversations.given import guest
from tests.bot.conversations.talk import Form, Talk
from tests.office import ANA, BEN

PROSPECTING_EN = (
    "Playbook: Prospecting\n1. Find out who decides, and who else has a say.\n2. Call first, then send one "
    "short message about their situation.\n3. Set a date for the first call. No date means no deal.\nTry "
    "three times on two channels before you move on.\nAsk a customer who knows them for an introduction."
)
QUALIFYING_EN = (
    "Playbook: Qualifying\n1. Ask what doing nothing is costing them.\n2. Ask about the budget, the "
    "deadline and who signs.\n3. Agree on what a demo needs to show to be worth their time.\nA clear no "
    "today beats a maybe next month.\nWrite down their words, not yours."
)
QUOTING_EN = (
    "Playbook: Quoting\n1. Go through the price with them before you send it.\n2. Offer two ways to buy, "
    "not one and not five.\n3. Agree on when they'll answer.\nShow what it brings before what it costs.\n"
    "Send it within a day of the call."
)
PROSPECTING_MS = (
    "Panduan: Mencari prospek\n1. Ketahui siapa yang membuat keputusan, dan siapa lagi yang ada suara.\n2. "
    "Telefon dahulu, kemudian tulis satu mesej pendek tentang keadaan mereka.\n3. Tetapkan tarikh perbualan "
    "pertama. Tanpa tarikh, tiada urus niaga.\nCuba tiga kali melalui dua saluran sebelum "
    "melepaskannya.\nMinta pelanggan yang mengenali mereka memperkenalkan anda."
)
QUALIFYING_MS = (
    "Panduan: Penilaian\n1. Tanya berapa ruginya mereka jika tidak berbuat apa-apa.\n2. Tanya bajet, tarikh "
    "ia diperlukan dan siapa yang menandatangani.\n3. Sepakati apa yang perlu ditunjukkan dalam demo supaya "
    "berbaloi.\n“Tidak” yang jelas hari ini lebih baik daripada “mungkin” bulan depan.\nCatat kata-kata "
    "mereka, bukan kata-kata anda."
)
QUOTING_MS = (
    "Panduan: Sebut harga\n1. Bincangkan harga dengan mereka sebelum dihantar secara bertulis.\n2. Tawarkan "
    "dua cara membeli, bukan satu dan bukan lima.\n3. Tetapkan tarikh mereka akan menjawab.\nTunjukkan "
    "faedahnya sebelum harganya.\nHantar dalam masa sehari selepas perbualan."
)

COMMAND = "/deal"
TALKS = (
    Talk(
        "from the first word to the last",
        ANA,
        (
            (
                "",
                "You don't have any open deals. Add one with `/deal add Acme 12,500` or the button below.",
                "",
                "Anda tiada urus niaga terbuka. Tambah dengan `/deal tambah Acme 12,500` atau butang di bawah.",
            ),
            (
                "add Acme 12,500",
                "Added Acme · $12,500 · Prospecting\n" + PROSPECTING_EN,
                "tambah Acme 12,500",
                "Ditambah Acme · RM12,500 · Mencari prospek\n" + PROSPECTING_MS,
            ),
            (
                "Acme to qualifying",
                "Acme is in Qualifying now\n" + QUALIFYING_EN,
                "Acme ke penilaian",
                "Acme kini di Penilaian\n" + QUALIFYING_MS,
            ),
            (
                "Acme to quoting",
                "Acme is in Quoting now\n" + QUOTING_EN,
                "Acme ke sebut harga",
                "Acme kini di Sebut harga\n" + QUOTING_MS,
            ),
            (
                "amount Acme 15k",
                "Acme: $15,000 now, $12,500 before",
                "nilai Acme 15k",
                "Acme: kini RM15,000, sebelum ini RM12,500",
            ),
            (
                "list",
                "1 open deal · $15,000\n#1 Acme · $15,000 · Quoting since today",
                "senarai",
                "1 urus niaga terbuka · RM15,000\n#1 Acme · RM15,000 · Sebut harga sejak hari ini",
            ),
            (
                "Acme won to @kim",
                (
                    "🎉 You won Acme! $15,000\nDeals today 1 · Week 1\nRevenue today $15,000 · Week "
                    "$15,000\nHanded over to kim."
                ),
                "Acme menang kepada @kim",
                (
                    "🎉 Anda memenangi Acme! RM15,000\nUrus niaga hari ini 1 · Minggu ini 1\n"
                    "Hasil hari ini RM15,000 · Minggu ini RM15,000\nDiserahkan kepada kim."
                ),
            ),
            (
                "Acme to quoting",
                "The deal with Acme is closed. Reopen it with `/deal reopen #1`",
                "Acme ke sebut harga",
                "Urus niaga dengan Acme sudah ditutup. Buka semula dengan `/deal buka semula #1`",
            ),
            (
                "refund Acme 2k",
                (
                    "Refunded $2,000 of Acme\nRevenue today $13,000 · Week $13,000\nIt comes off revenue on "
                    "the day of the refund. $13,000 of $15,000 still counts."
                ),
                "pulangkan Acme 2k",
                (
                    "Bayaran balik RM2,000: Acme\nHasil hari ini RM13,000 · Minggu ini RM13,000\nJumlah ini "
                    "ditolak daripada hasil pada hari bayaran balik. RM13,000 daripada RM15,000 masih dikira."
                ),
            ),
            (
                "refund Acme 20k",
                "That's more than this deal has left. Write an amount up to that.",
                "pulangkan Acme 20k",
                ("Itu melebihi baki urus niaga ini. Tulis jumlah yang tidak melebihinya."),
            ),
            (
                "reopen Acme",
                "Acme is open again: Quoting\n" + QUOTING_EN,
                "buka semula Acme",
                "Acme dibuka semula: Sebut harga\n" + QUOTING_MS,
            ),
            (
                "Acme lost: too dear; ask for the budget first",
                "Closed as lost: Acme · $15,000\nWhy: too dear\nFor next time: ask for the budget first",
                "Acme kalah: terlalu mahal; tanya bajet dahulu",
                "Terlepas: Acme · RM15,000\nSebab: terlalu mahal\nUntuk lain kali: tanya bajet dahulu",
            ),
            (
                "",
                "You don't have any open deals. Add one with `/deal add Acme 12,500` or the button below.",
                "",
                "Anda tiada urus niaga terbuka. Tambah dengan `/deal tambah Acme 12,500` atau butang di bawah.",
            ),
            (
                "reopen Acme",
                "Acme is open again: Quoting\n" + QUOTING_EN,
                "buka semula Acme",
                "Acme dibuka semula: Sebut harga\n" + QUOTING_MS,
            ),
        ),
    ),
    Talk(
        "ways to add one",
        ANA,
        (
            (
                "add Globex",
                "Added Globex · Prospecting\n" + PROSPECTING_EN,
                "tambah Globex",
                "Ditambah Globex · Mencari prospek\n" + PROSPECTING_MS,
            ),
            (
                "new Initech 8k in quoting",
                "Added Initech · $8,000 · Quoting\n" + QUOTING_EN,
                "baharu Initech 8k di sebut harga",
                "Ditambah Initech · RM8,000 · Sebut harga\n" + QUOTING_MS,
            ),
            (
                'add "Studio 54" 12k',
                "Added Studio 54 · $12,000 · Prospecting\n" + PROSPECTING_EN,
                'tambah "Studio 54" 12k',
                "Ditambah Studio 54 · RM12,000 · Mencari prospek\n" + PROSPECTING_MS,
            ),
            (
                "add Umbrella yesterday",
                "Added Umbrella · Prospecting · Mon 16 Nov\n" + PROSPECTING_EN,
                "tambah Umbrella semalam",
                "Ditambah Umbrella · Mencari prospek · Isn 16 Nov\n" + PROSPECTING_MS,
            ),
            (
                "add Salt & <!here>",
                "Added Salt &amp; !here · Prospecting\n" + PROSPECTING_EN,
                "tambah Salt & <!here>",
                "Ditambah Salt &amp; !here · Mencari prospek\n" + PROSPECTING_MS,
            ),
            (
                "add Hooli €4,000",
                "Amounts here are in USD, and `€4,000` is in EUR. Nothing was saved.",
                "tambah Hooli €4,000",
                "Jumlah di sini dalam MYR, tetapi `€4,000` dalam EUR. Tiada apa-apa disimpan.",
            ),
            (
                "add",
                "Which deal? Write it like `/deal add Acme 12,500`. Nothing was saved.",
                "tambah",
                "Urus niaga yang mana? Tulis seperti `/deal tambah Acme 12,500`. Tiada apa-apa disimpan.",
            ),
            (
                "add Hooli 2026-12-24",
                "That day hasn't come yet. Write it once it has.",
                "tambah Hooli 2026-12-24",
                "Hari itu belum tiba. Tulis selepas ia berlaku.",
            ),
            (
                "list",
                (
                    "5 open deals · $20,000\n#2 Initech · $8,000 · Quoting since today\n"
                    "#4 Umbrella · Prospecting for 1 day\n#1 Globex · Prospecting since today\n"
                    "#3 Studio 54 · $12,000 · Prospecting since today\n"
                    "#5 Salt &amp; !here · Prospecting since today"
                ),
                "senarai",
                (
                    "5 urus niaga terbuka · RM20,000\n#2 Initech · RM8,000 · Sebut harga sejak hari ini\n"
                    "#4 Umbrella · Mencari prospek selama 1 hari\n"
                    "#1 Globex · Mencari prospek sejak hari ini\n"
                    "#3 Studio 54 · RM12,000 · Mencari prospek sejak hari ini\n"
                    "#5 Salt &amp; !here · Mencari prospek sejak hari ini"
                ),
            ),
        ),
    ),
    Talk(
        "won and lost",
        ANA,
        (
            (
                "add Acme 12k",
                "Added Acme · $12,000 · Prospecting\n" + PROSPECTING_EN,
                "tambah Acme 12k",
                "Ditambah Acme · RM12,000 · Mencari prospek\n" + PROSPECTING_MS,
            ),
            (
                "Acme lost",
                Form("Lost"),
                "Acme kalah",
                Form("Terlepas"),
            ),
            (
                "Acme to quoting yesterday",
                "It reached its current stage after that day. Write the day it moved, or leave the date out.",
                "Acme ke sebut harga semalam",
                "Ia sampai ke peringkat sekarang selepas hari itu. Tulis hari ia berpindah, atau tinggalkan tarikhnya.",
            ),
            (
                "Acme won 13k",
                (
                    "🎉 You won Acme! $13,000\nDeals today 1 · Week 1\nRevenue today $13,000 · Week "
                    "$13,000\nWho's taking over this account?"
                ),
                "Acme menang 13k",
                (
                    "🎉 Anda memenangi Acme! RM13,000\nUrus niaga hari ini 1 · Minggu ini 1\nHasil hari ini RM13,000 · "
                    "Minggu ini RM13,000\nSiapa yang mengambil alih akaun ini?"
                ),
            ),
            (
                "add Acme 5k",
                "Added Acme · $5,000 · Prospecting\n" + PROSPECTING_EN,
                "tambah Acme 5k",
                "Ditambah Acme · RM5,000 · Mencari prospek\n" + PROSPECTING_MS,
            ),
            (
                "Acme won",
                (
                    "🎉 You won Acme! $5,000\nDeals today 2 · Week 2\nRevenue today $18,000 · Week "
                    "$18,000\nWho's taking over this account?"
                ),
                "Acme menang",
                (
                    "🎉 Anda memenangi Acme! RM5,000\nUrus niaga hari ini 2 · Minggu ini 2\nHasil hari ini RM18,000 · "
                    "Minggu ini RM18,000\nSiapa yang mengambil alih akaun ini?"
                ),
            ),
            (
                "add Initech 9k 12 nov",
                "Added Initech · $9,000 · Prospecting · Thu 12 Nov\n" + PROSPECTING_EN,
                "tambah Initech 9k 12 nov",
                "Ditambah Initech · RM9,000 · Mencari prospek · Kha 12 Nov\n" + PROSPECTING_MS,
            ),
            (
                f"Initech won to <@{BEN}> 16 nov",
                (
                    "🎉 You won Initech! $9,000 · Mon 16 Nov\nDeals that day 1 · Week 3\n"
                    f"Revenue that day $9,000 · Week $27,000\nHanded over to <@{BEN}>."
                ),
                f"Initech menang kepada <@{BEN}> 16 nov",
                (
                    "🎉 Anda memenangi Initech! RM9,000 · Isn 16 Nov\nUrus niaga hari itu 1 · Minggu ini 3\n"
                    f"Hasil hari itu RM9,000 · Minggu ini RM27,000\nDiserahkan kepada <@{BEN}>."
                ),
            ),
            (
                "refund Initech 1k yesterday",
                (
                    "Refunded $1,000 of Initech · Mon 16 Nov\nRevenue that day $8,000 · Week $26,000\nIt comes "
                    "off revenue on the day of the refund. $8,000 of $9,000 still counts."
                ),
                "pulangkan Initech 1k semalam",
                (
                    "Bayaran balik RM1,000: Initech · Isn 16 Nov\nHasil hari itu RM8,000 · Minggu ini "
                    "RM26,000\nJumlah ini ditolak daripada hasil pada hari bayaran balik. RM8,000 daripada "
                    "RM9,000 masih dikira."
                ),
            ),
            (
                "Initech to closing",
                "The deal with Initech is closed. Reopen it with `/deal reopen #3`",
                "Initech ke penutupan",
                "Urus niaga dengan Initech sudah ditutup. Buka semula dengan `/deal buka semula #3`",
            ),
            (
                "refund Acme",
                "How much? Write it like `/deal refund Acme 2k`. Nothing was saved.",
                "pulangkan Acme",
                "Berapa jumlahnya? Tulis seperti `/deal pulangkan Acme 2k`. Tiada apa-apa disimpan.",
            ),
            (
                "refund Acme -5",
                ("An amount can't be below zero. For money given back, use `/deal refund Acme 2k`. Nothing was saved."),
                "pulangkan Acme -5",
                (
                    "Jumlah tidak boleh kurang daripada sifar. Untuk bayaran balik: `/deal pulangkan Acme "
                    "2k`. Tiada apa-apa disimpan."
                ),
            ),
        ),
    ),
    Talk(
        "names full of verbs, and what has not happened",
        ANA,
        (
            (
                'add "Won Ton Foods" 12k',
                "Added Won Ton Foods · $12,000 · Prospecting\n" + PROSPECTING_EN,
                'tambah "Won Ton Foods" 12k',
                "Ditambah Won Ton Foods · RM12,000 · Mencari prospek\n" + PROSPECTING_MS,
            ),
            (
                "Won Ton Foods",
                (
                    "What happened with Won Ton Foods? Pick it from the menu.\n"
                    "#1 Won Ton Foods · $12,000 · Prospecting since today"
                ),
                "Won Ton Foods",
                (
                    "Apa yang berlaku dengan Won Ton Foods? Pilih daripada menu.\n"
                    "#1 Won Ton Foods · RM12,000 · Mencari prospek sejak hari ini"
                ),
            ),
            (
                "Won Ton Foods not won yet",
                (
                    "“not” sounds like it hasn't happened yet, so nothing was saved. If it has, press the "
                    "button.\n• Won Ton Foods is won"
                ),
                "Won Ton Foods belum menang",
                (
                    "“belum” bermaksud ia belum berlaku, jadi tiada apa-apa disimpan. Jika sudah, tekan "
                    "butang.\n• Won Ton Foods dimenangi"
                ),
            ),
            (
                "Globex not signed",
                ("“not” sounds like it hasn't happened yet, so nothing was saved. Once it has, try `/deal Acme won`."),
                "Globex tidak menang",
                (
                    "“tidak” bermaksud ia belum berlaku, jadi tiada apa-apa disimpan. Apabila sudah, cuba "
                    "`/deal Acme menang`."
                ),
            ),
            (
                "add Xylo phase 2",
                "Nothing was saved yet. Which one did you mean?\n• Add Xylo phase · $2\n• Add Xylo phase 2",
                "tambah Xylo fasa 2",
                (
                    "Belum ada apa-apa disimpan. Yang mana satu maksud anda?\n• Tambah Xylo fasa · RM2\n"
                    "• Tambah Xylo fasa 2"
                ),
            ),
            (
                "Globex 12k",
                "Nothing was saved yet. Did you mean this?\n• Add Globex · $12,000",
                "Globex 12k",
                "Belum ada apa-apa disimpan. Adakah ini maksud anda?\n• Tambah Globex · RM12,000",
            ),
            (
                "Won Ton Foods 15k",
                "Nothing was saved yet. Did you mean this?\n• Change Won Ton Foods to $15,000",
                "Won Ton Foods 15k",
                "Belum ada apa-apa disimpan. Adakah ini maksud anda?\n• Ubah Won Ton Foods kepada RM15,000",
            ),
            (
                "won Globex to closing 5k",
                "`closing` is a stage, not a person. Put a name in quotes. Nothing was saved.",
                "menang Globex kepada penutupan 5k",
                "`penutupan` ialah peringkat, bukan orang. Letakkan nama dalam tanda petikan. Tiada apa-apa disimpan.",
            ),
            (
                "Won Ton Foods to qualifying",
                "Won Ton Foods is in Qualifying now\n" + QUALIFYING_EN,
                "Won Ton Foods ke penilaian",
                "Won Ton Foods kini di Penilaian\n" + QUALIFYING_MS,
            ),
            (
                "Won Ton Foods lost to Globex: price",
                "Closed as lost: Won Ton Foods · $12,000\nWhy: Globex: price",
                "Won Ton Foods kalah kepada Globex: harga",
                "Terlepas: Won Ton Foods · RM12,000\nSebab: Globex: harga",
            ),
        ),
    ),
    Talk(
        "what is not understood",
        ANA,
        (
            (
                "Acme",
                (
                    "What happened with it? Write it like `/deal add Acme 12,500`, `/deal Acme to Qualifying` "
                    "or `/deal Acme won`. Nothing was saved."
                ),
                "Acme",
                (
                    "Apa yang berlaku dengannya? Tulis seperti `/deal tambah Acme 12,500`, `/deal Acme ke "
                    "Penilaian` atau `/deal Acme menang`. Tiada apa-apa disimpan."
                ),
            ),
            (
                "Acme won",
                "You don't have an open deal with Acme. Add one with `/deal add Acme 12,500`.",
                "Acme menang",
                "Anda tiada urus niaga terbuka dengan Acme. Tambah dengan `/deal tambah Acme 12,500`",
            ),
            (
                "won",
                "Which deal? Write it like `/deal won Acme`. Nothing was saved.",
                "menang",
                "Urus niaga yang mana? Tulis seperti `/deal menang Acme`. Tiada apa-apa disimpan.",
            ),
            (
                "to quoting",
                (
                    "What happened with it? Write it like `/deal add Acme 12,500`, `/deal Acme to Qualifying` "
                    "or `/deal Acme won`. Nothing was saved."
                ),
                "ke sebut harga",
                (
                    "Apa yang berlaku dengannya? Tulis seperti `/deal tambah Acme 12,500`, `/deal Acme ke "
                    "Penilaian` atau `/deal Acme menang`. Tiada apa-apa disimpan."
                ),
            ),
            (
                "add Acme North 1k",
                "Added Acme North · $1,000 · Prospecting\n" + PROSPECTING_EN,
                "tambah Acme North 1k",
                "Ditambah Acme North · RM1,000 · Mencari prospek\n" + PROSPECTING_MS,
            ),
            (
                "add Acme South 2k",
                "Added Acme South · $2,000 · Prospecting\n" + PROSPECTING_EN,
                "tambah Acme South 2k",
                "Ditambah Acme South · RM2,000 · Mencari prospek\n" + PROSPECTING_MS,
            ),
            (
                "Acme won",
                (
                    "2 deals match Acme: #1 Acme North (Prospecting), #2 Acme South (Prospecting). Use the "
                    "number instead, like #1. Nothing was changed."
                ),
                "Acme menang",
                (
                    "2 urus niaga sepadan dengan Acme: #1 Acme North (Mencari prospek), #2 Acme South (Mencari "
                    "prospek). Guna nombornya, seperti #1. Tiada apa-apa diubah."
                ),
            ),
            (
                "Globex won",
                (
                    "You don't have an open deal with Globex. Open: Acme North, Acme South. Add one with "
                    "`/deal add Globex 12,500`."
                ),
                "Globex menang",
                (
                    "Anda tiada urus niaga terbuka dengan Globex. Yang terbuka: Acme North, Acme South. Tambah "
                    "dengan `/deal tambah Globex 12,500`"
                ),
            ),
            (
                "Acme North to nowhere",
                (
                    "I don't know the stage `nowhere`. Stages: Prospecting, Qualifying, Quoting, Closing. "
                    "Nothing was saved."
                ),
                "Acme North ke entah",
                (
                    "Peringkat `entah` tidak dikenali. Peringkat: Mencari prospek, Penilaian, Sebut harga, "
                    "Penutupan. Tiada apa-apa disimpan."
                ),
            ),
            (
                "Acme North to prospecting",
                "Acme North is already in Prospecting",
                "Acme North ke mencari prospek",
                "Acme North sudah berada di Mencari prospek",
            ),
            (
                "amount Acme North",
                "How much? Write it like `/deal amount Acme 15k`. Nothing was saved.",
                "nilai Acme North",
                "Berapa jumlahnya? Tulis seperti `/deal nilai Acme 15k`. Tiada apa-apa disimpan.",
            ),
            (
                "refund Acme North 1k",
                "The deal with Acme North is still open. Close it first: `/deal #1 won`",
                "pulangkan Acme North 1k",
                "Urus niaga dengan Acme North masih terbuka. Tutup dahulu: `/deal #1 menang`",
            ),
            (
                "reopen Acme North",
                "The deal with Acme North is still open. Close it first: `/deal #1 won`",
                "buka semula Acme North",
                "Urus niaga dengan Acme North masih terbuka. Tutup dahulu: `/deal #1 menang`",
            ),
            (
                "answered",
                "Which lead? Write it like `/deal answered Acme`. Nothing was saved.",
                "dijawab",
                "Prospek yang mana? Tulis seperti `/deal dijawab Acme`. Tiada apa-apa disimpan.",
            ),
            (
                "#99 won",
                "I can't find deal #99. `/deal` lists yours.",
                "#99 menang",
                "Urus niaga #99 tidak dijumpai. `/deal` menyenaraikan urus niaga anda.",
            ),
        ),
    ),
    Talk(
        "leads",
        ANA,
        (
            (
                "lead Acme from website",
                "Lead saved: Acme, from website\nTry to reply within one working hour.",
                "prospek Acme dari laman web",
                "Prospek disimpan: Acme, dari laman web\nCuba balas dalam masa sejam (waktu bekerja).",
            ),
            (
                "lead Globex",
                "Lead saved: Globex\nTry to reply within one working hour.",
                "prospek Globex",
                "Prospek disimpan: Globex\nCuba balas dalam masa sejam (waktu bekerja).",
            ),
            (
                "",
                (
                    "You don't have any open deals. Add one with `/deal add Acme 12,500` or the button "
                    "below.\n2 leads are waiting for an answer: Acme, Globex"
                ),
                "",
                (
                    "Anda tiada urus niaga terbuka. Tambah dengan `/deal tambah Acme 12,500` atau butang di "
                    "bawah.\n2 prospek menunggu jawapan: Acme, Globex"
                ),
            ),
            (
                "answered Acme",
                "Answered Acme after 1 minute of working time",
                "dijawab Acme",
                "Dijawab: Acme, selepas 1 minit waktu bekerja",
            ),
            (
                "drop Globex",
                "Globex is off your list of leads.",
                "lepaskan Globex",
                "Globex sudah dikeluarkan daripada senarai prospek anda.",
            ),
            (
                "answered Acme",
                "None of your leads are waiting for an answer.",
                "dijawab Acme",
                "Tiada prospek anda yang menunggu jawapan.",
            ),
            (
                "lead",
                "Which lead? Write it like `/deal lead Acme from website`. Nothing was saved.",
                "prospek",
                "Prospek yang mana? Tulis seperti `/deal prospek Acme dari laman web`. Tiada apa-apa disimpan.",
            ),
        ),
    ),
    Talk(
        "help and the playbook",
        ANA,
        (
            (
                "help",
                (
                    "*Your deals:* `/deal` lists them.\n`/deal add Acme 12,500`\n`/deal Acme to "
                    "quoting`\n`/deal amount Acme 15k`\n`/deal Acme won to @kim`\n`/deal Acme lost: too dear; "
                    "ask for the budget first`\n`/deal refund Acme 2k`   `/deal reopen Acme`   `/deal "
                    "playbook`\n`/deal @rep` lists your rep's open deals.\n*Leads:* `/deal lead Acme from "
                    "website`   `/deal answered Acme`\nPut a name in quotes if it could mean something else. "
                    "#12 is the deal with that number."
                ),
                "bantuan",
                (
                    "*Urus niaga anda:* `/deal` menyenaraikannya.\n`/deal tambah Acme 12,500`\n`/deal Acme ke "
                    "sebut harga`\n`/deal nilai Acme 15k`\n`/deal Acme menang, serah kepada @kim`\n`/deal Acme "
                    "terlepas: terlalu mahal; tanya bajet dahulu`\n`/deal pulangkan Acme 2k`   `/deal buka "
                    "semula Acme`   `/deal panduan`\n`/deal @wakil` menyenaraikan urus niaga terbuka wakil "
                    "jualan anda.\n*Prospek:* `/deal prospek Acme dari laman web`   `/deal dijawab "
                    "Acme`\nLetak nama dalam tanda petikan jika ia boleh membawa maksud lain. #12 ialah urus "
                    "niaga dengan nombor itu."
                ),
            ),
            (
                "playbook",
                (
                    "The sales process, stage by stage\nProspecting\n1. Find out who decides, and who else "
                    "has a say.\n2. Call first, then send one short message about their situation.\n3. Set "
                    "a date for the first call. No date means no deal.\nTry three times on two channels "
                    "before you move on.\nAsk a customer who knows them for an introduction.\nQualifying\n"
                    "1. Ask what doing nothing is costing them.\n2. Ask about the budget, the deadline and "
                    "who signs.\n3. Agree on what a demo needs to show to be worth their time.\nA clear no "
                    "today beats a maybe next month.\nWrite down their words, not yours.\nQuoting\n1. Go "
                    "through the price with them before you send it.\n2. Offer two ways to buy, not one "
                    "and not five.\n3. Agree on when they'll answer.\nShow what it brings before what it "
                    "costs.\nSend it within a day of the call.\nClosing\n1. Ask for the decision, and "
                    "what's still in the way.\n2. Agree with them what happens on the first day after they "
                    "sign.\n3. Agree with account management who's taking over.\nSpeak to the person who "
                    "signs at least once.\nOnly give a discount for something in return, or they'll ask "
                    "for the next one."
                ),
                "panduan",
                (
                    "Proses jualan, peringkat demi peringkat\nMencari prospek\n"
                    "1. Ketahui siapa yang membuat keputusan, dan siapa lagi yang ada suara.\n"
                    "2. Telefon dahulu, kemudian tulis satu mesej pendek tentang keadaan mereka.\n"
                    "3. Tetapkan tarikh perbualan pertama. Tanpa tarikh, tiada urus niaga.\n"
                    "Cuba tiga kali melalui dua saluran sebelum melepaskannya.\n"
                    "Minta pelanggan yang mengenali mereka memperkenalkan anda.\nPenilaian\n"
                    "1. Tanya berapa ruginya mereka jika tidak berbuat apa-apa.\n"
                    "2. Tanya bajet, tarikh ia diperlukan dan siapa yang menandatangani.\n"
                    "3. Sepakati apa yang perlu ditunjukkan dalam demo supaya berbaloi.\n"
                    "“Tidak” yang jelas hari ini lebih baik daripada “mungkin” bulan depan.\n"
                    "Catat kata-kata mereka, bukan kata-kata anda.\nSebut harga\n"
                    "1. Bincangkan harga dengan mereka sebelum dihantar secara bertulis.\n"
                    "2. Tawarkan dua cara membeli, bukan satu dan bukan lima.\n"
                    "3. Tetapkan tarikh mereka akan menjawab.\nTunjukkan faedahnya sebelum harganya.\n"
                    "Hantar dalam masa sehari selepas perbualan.\nPenutupan\n"
                    "1. Minta keputusan, dan tanya apa yang masih menghalang.\n"
                    "2. Sepakati apa yang berlaku pada hari pertama selepas mereka menandatangani.\n"
                    "3. Beritahu pengurusan akaun siapa yang mengambil alih.\n"
                    "Bercakap dengan orang yang menandatangani sekurang-kurangnya sekali.\n"
                    "Beri sesuatu hanya apabila mendapat sesuatu sebagai balasan."
                ),
            ),
        ),
    ),
    Talk(
        "a guest",
        BEN,
        (
            (
                "add Acme 5k",
                (
                    "Pacer only works for members of this workspace, not guests or people from other "
                    "companies. Nothing was saved."
                ),
                "tambah Acme 5k",
                (
                    "Pacer hanya untuk ahli ruang kerja ini, bukan tetamu atau orang dari syarikat lain. Tiada "
                    "apa-apa disimpan."
                ),
            ),
        ),
        given=guest,
    ),
)
