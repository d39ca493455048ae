"""`/deal`: deals, leads and the playbook."""

from tests.bot.conversations.given import guest
from tests.bot.conversations.talk import Form, Talk
from tests.office import ANA, BEN

PROSPECTING_EN = (
    "How to go about it: Prospecting\n"
    "1. Find out who decides and who else is asked.\n"
    "2. Call first, then write one short message that names their situation.\n"
    "3. Agree a date for a first talk; without a date nothing is agreed.\n"
    "Three tries by two channels before you let go.\n"
    "Ask the account that knows them for an introduction."
)
QUALIFYING_EN = (
    "How to go about it: Qualifying\n"
    "1. Ask what it costs them to leave things as they are.\n"
    "2. Ask for the budget, the date by which it is needed and who signs.\n"
    "3. Agree what a demo must show to be worth their time.\n"
    "A clear no today is worth more than a maybe in a month.\n"
    "Write down their words, not yours."
)
QUOTING_EN = (
    "How to go about it: Quoting\n"
    "1. Go through the price with them before it is sent in writing.\n"
    "2. Offer two ways to buy, not one and not five.\n"
    "3. Agree the date on which they will answer.\n"
    "Show what it brings before what it costs.\n"
    "Send it within a day of the talk."
)
PROSPECTING_MS = (
    "Cara melakukannya: Mencari prospek\n"
    "1. Ketahui siapa yang membuat keputusan dan siapa lagi yang ditanya.\n"
    "2. Telefon dahulu, kemudian tulis satu mesej pendek tentang keadaan mereka.\n"
    "3. Tetapkan tarikh perbualan pertama; tanpa tarikh, tiada persetujuan.\n"
    "Cuba tiga kali melalui dua saluran sebelum melepaskannya.\n"
    "Minta pelanggan yang mengenali mereka memperkenalkan anda."
)
QUALIFYING_MS = (
    "Cara melakukannya: Penilaian\n"
    "1. Tanya berapa kosnya jika keadaan dibiarkan begitu sahaja.\n"
    "2. Tanya bajet, tarikh ia diperlukan dan siapa yang menandatangani.\n"
    "3. Sepakati apa yang perlu ditunjukkan dalam demo supaya berbaloi.\n"
    "Tidak yang jelas hari ini lebih berharga daripada mungkin bulan depan.\n"
    "Catat kata-kata mereka, bukan kata-kata anda."
)
QUOTING_MS = (
    "Cara melakukannya: Sebut harga\n"
    "1. Bincangkan harga dengan mereka sebelum dihantar secara bertulis.\n"
    "2. Tawarkan dua cara membeli, bukan satu dan bukan lima.\n"
    "3. Tetapkan tarikh mereka akan menjawab.\n"
    "Tunjukkan faedahnya sebelum harganya.\n"
    "Hantar dalam masa sehari selepas perbualan."
)

COMMAND = "/deal"
TALKS = (
    Talk(
        "from the first word to the last",
        ANA,
        (
            (
                "",
                "You have no open deal. `/deal add Acme 12,500` opens one, or the button below.",
                "",
                "Anda tiada urus niaga terbuka. `/deal tambah Acme 12,500` membuka satu, atau guna butang di bawah.",
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
                    "Won: Acme · $15,000\nDeals today 1 · Week 1\nRevenue today $15,000 · Week $15,000\n"
                    "Handed over to kim."
                ),
                "Acme menang kepada @kim",
                (
                    "Menang: Acme · RM15,000\nUrus niaga hari ini 1 · Minggu ini 1\n"
                    "Hasil hari ini RM15,000 · Minggu ini RM15,000\nDiserahkan kepada kim."
                ),
            ),
            (
                "Acme to quoting",
                "The deal with Acme is closed. To open it again: `/deal reopen #1`",
                "Acme ke sebut harga",
                "Urus niaga dengan Acme sudah ditutup. Untuk membukanya semula: `/deal buka semula #1`",
            ),
            (
                "refund Acme 2k",
                (
                    "Refunded $2,000 of Acme\nRevenue today $13,000 · Week $13,000\n"
                    "It comes off revenue on the day it was given back; $13,000 of $15,000 stay."
                ),
                "pulangkan Acme 2k",
                (
                    "Bayaran balik RM2,000: Acme\nHasil hari ini RM13,000 · Minggu ini RM13,000\n"
                    "Jumlah ini ditolak daripada hasil pada hari ia dipulangkan; baki RM13,000 daripada "
                    "RM15,000."
                ),
            ),
            (
                "refund Acme 20k",
                "That is more than is left of this deal. Write what was given back, at most its amount.",
                "pulangkan Acme 20k",
                (
                    "Jumlah itu melebihi baki urus niaga ini. Tulis jumlah yang dipulangkan, paling banyak "
                    "sama dengan nilainya."
                ),
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
                "Ditutup sebagai kalah: Acme · RM15,000\nSebab: terlalu mahal\nUntuk lain kali: tanya bajet dahulu",
            ),
            (
                "",
                "You have no open deal. `/deal add Acme 12,500` opens one, or the button below.",
                "",
                "Anda tiada urus niaga terbuka. `/deal tambah Acme 12,500` membuka satu, atau guna butang di bawah.",
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
                "Nothing was saved: amounts here are in USD, and `€4,000` is in EUR.",
                "tambah Hooli €4,000",
                "Tiada apa-apa disimpan: jumlah di sini dalam MYR, tetapi `€4,000` dalam EUR.",
            ),
            (
                "add",
                "Nothing was saved: say which deal, for example `/deal add Acme 12,500`.",
                "tambah",
                "Tiada apa-apa disimpan: nyatakan urus niaga yang mana, contohnya `/deal tambah Acme 12,500`.",
            ),
            (
                "add Hooli 2026-12-24",
                "That day is in the future. Say it when it has happened.",
                "tambah Hooli 2026-12-24",
                "Hari itu belum tiba. Catat apabila ia sudah berlaku.",
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
                Form("Kalah"),
            ),
            (
                "Acme to quoting yesterday",
                "It came to its present stage after that day. Say the day on which it moved, or leave it out.",
                "Acme ke sebut harga semalam",
                "Ia sampai ke peringkat sekarang selepas hari itu. Sebut hari ia berpindah, atau tinggalkan sahaja.",
            ),
            (
                "Acme won 13k",
                (
                    "Won: Acme · $13,000\nDeals today 1 · Week 1\nRevenue today $13,000 · Week $13,000\n"
                    "Who looks after them from now on?"
                ),
                "Acme menang 13k",
                (
                    "Menang: Acme · RM13,000\nUrus niaga hari ini 1 · Minggu ini 1\n"
                    "Hasil hari ini RM13,000 · Minggu ini RM13,000\n"
                    "Siapa yang menguruskan mereka mulai sekarang?"
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
                    "Won: Acme · $5,000\nDeals today 2 · Week 2\nRevenue today $18,000 · Week $18,000\n"
                    "Who looks after them from now on?"
                ),
                "Acme menang",
                (
                    "Menang: Acme · RM5,000\nUrus niaga hari ini 2 · Minggu ini 2\n"
                    "Hasil hari ini RM18,000 · Minggu ini RM18,000\n"
                    "Siapa yang menguruskan mereka mulai sekarang?"
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
                    "Won: Initech · $9,000 · Mon 16 Nov\nDeals that day 1 · Week 3\n"
                    f"Revenue that day $9,000 · Week $27,000\nHanded over to <@{BEN}>."
                ),
                f"Initech menang kepada <@{BEN}> 16 nov",
                (
                    "Menang: Initech · RM9,000 · Isn 16 Nov\nUrus niaga hari itu 1 · Minggu ini 3\n"
                    f"Hasil hari itu RM9,000 · Minggu ini RM27,000\nDiserahkan kepada <@{BEN}>."
                ),
            ),
            (
                "refund Initech 1k yesterday",
                (
                    "Refunded $1,000 of Initech · Mon 16 Nov\nRevenue that day $8,000 · Week $26,000\n"
                    "It comes off revenue on the day it was given back; $8,000 of $9,000 stay."
                ),
                "pulangkan Initech 1k semalam",
                (
                    "Bayaran balik RM1,000: Initech · Isn 16 Nov\nHasil hari itu RM8,000 · Minggu ini RM26,000\n"
                    "Jumlah ini ditolak daripada hasil pada hari ia dipulangkan; baki RM8,000 daripada "
                    "RM9,000."
                ),
            ),
            (
                "Initech to closing",
                "The deal with Initech is closed. To open it again: `/deal reopen #3`",
                "Initech ke penutupan",
                "Urus niaga dengan Initech sudah ditutup. Untuk membukanya semula: `/deal buka semula #3`",
            ),
            (
                "refund Acme",
                "Nothing was saved: say the amount too, for example `/deal refund Acme 2k`.",
                "pulangkan Acme",
                "Tiada apa-apa disimpan: nyatakan jumlahnya juga, contohnya `/deal pulangkan Acme 2k`.",
            ),
            (
                "refund Acme -5",
                (
                    "Nothing was saved: an amount is never below zero. Money given back is a refund: "
                    "`/deal refund Acme 2k`."
                ),
                "pulangkan Acme -5",
                (
                    "Tiada apa-apa disimpan: jumlah tidak boleh kurang daripada sifar. Untuk bayaran "
                    "balik: `/deal pulangkan Acme 2k`."
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
                    "Nothing was saved: “not” sounds like it hasn't happened yet. If it has, press the button.\n"
                    "• Won Ton Foods is won"
                ),
                "Won Ton Foods belum menang",
                (
                    "Tiada apa-apa disimpan: “belum” bermaksud ia belum berlaku. Jika sudah, tekan butang.\n"
                    "• Won Ton Foods dimenangi"
                ),
            ),
            (
                "Globex not signed",
                ("Nothing was saved: “not” sounds like it hasn't happened yet. When it has, try `/deal Acme won`."),
                "Globex tidak menang",
                (
                    "Tiada apa-apa disimpan: “tidak” bermaksud ia belum berlaku. Apabila sudah, tulis "
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
                "Nothing was saved: `closing` is a stage, not a person. Put a name in quotes.",
                "menang Globex kepada penutupan 5k",
                "Tiada apa-apa disimpan: `penutupan` ialah peringkat, bukan orang. Letakkan nama dalam tanda petikan.",
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
                "Ditutup sebagai kalah: Won Ton Foods · RM12,000\nSebab: Globex: harga",
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
                    "Nothing was saved: say what to do with it, for example `/deal add Acme 12,500`, "
                    "`/deal Acme to Qualifying` or `/deal Acme won`."
                ),
                "Acme",
                (
                    "Tiada apa-apa disimpan: nyatakan apa yang hendak dibuat, contohnya `/deal tambah Acme "
                    "12,500`, `/deal Acme ke Penilaian` atau `/deal Acme menang`."
                ),
            ),
            (
                "Acme won",
                "You have no open deal with Acme. To add one: `/deal add Acme 12,500`",
                "Acme menang",
                "Anda tiada urus niaga terbuka dengan Acme. Untuk menambah: `/deal tambah Acme 12,500`",
            ),
            (
                "won",
                "Nothing was saved: say which deal, for example `/deal won Acme`.",
                "menang",
                "Tiada apa-apa disimpan: nyatakan urus niaga yang mana, contohnya `/deal menang Acme`.",
            ),
            (
                "to quoting",
                (
                    "Nothing was saved: say what to do with it, for example `/deal add Acme 12,500`, "
                    "`/deal Acme to Qualifying` or `/deal Acme won`."
                ),
                "ke sebut harga",
                (
                    "Tiada apa-apa disimpan: nyatakan apa yang hendak dibuat, contohnya `/deal tambah Acme "
                    "12,500`, `/deal Acme ke Penilaian` atau `/deal Acme menang`."
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
                    "Nothing was changed: 2 deals fit Acme: #1 Acme North (Prospecting), #2 Acme South "
                    "(Prospecting). Say the number instead of the name, for example #1."
                ),
                "Acme menang",
                (
                    "Tiada apa-apa diubah: 2 urus niaga sepadan dengan Acme: #1 Acme North (Mencari "
                    "prospek), #2 Acme South (Mencari prospek). Sebut nombornya dan bukan namanya, "
                    "contohnya #1."
                ),
            ),
            (
                "Globex won",
                (
                    "You have no open deal with Globex. Open: Acme North, Acme South. To add one: `/deal "
                    "add Globex 12,500`"
                ),
                "Globex menang",
                (
                    "Anda tiada urus niaga terbuka dengan Globex. Yang terbuka: Acme North, Acme South. "
                    "Untuk menambah: `/deal tambah Globex 12,500`"
                ),
            ),
            (
                "Acme North to nowhere",
                (
                    "Nothing was saved: I don't know the stage `nowhere`. Stages: Prospecting, Qualifying, "
                    "Quoting, Closing."
                ),
                "Acme North ke entah",
                (
                    "Tiada apa-apa disimpan: saya tidak kenal peringkat `entah`. Peringkat: Mencari "
                    "prospek, Penilaian, Sebut harga, Penutupan."
                ),
            ),
            (
                "Acme North to prospecting",
                "Acme North is in Prospecting already",
                "Acme North ke mencari prospek",
                "Acme North sudah berada di Mencari prospek",
            ),
            (
                "amount Acme North",
                "Nothing was saved: say the amount too, for example `/deal amount Acme 15k`.",
                "nilai Acme North",
                "Tiada apa-apa disimpan: nyatakan jumlahnya juga, contohnya `/deal nilai Acme 15k`.",
            ),
            (
                "refund Acme North 1k",
                "The deal with Acme North is open. First say how it ended: `/deal #1 won`",
                "pulangkan Acme North 1k",
                "Urus niaga dengan Acme North masih terbuka. Nyatakan dahulu kesudahannya: `/deal #1 menang`",
            ),
            (
                "reopen Acme North",
                "The deal with Acme North is open. First say how it ended: `/deal #1 won`",
                "buka semula Acme North",
                "Urus niaga dengan Acme North masih terbuka. Nyatakan dahulu kesudahannya: `/deal #1 menang`",
            ),
            (
                "answered",
                "Nothing was saved: say which lead, for example `/deal answered Acme`.",
                "dijawab",
                "Tiada apa-apa disimpan: nyatakan prospek yang mana, contohnya `/deal dijawab Acme`.",
            ),
            (
                "#99 won",
                "There is no deal #99. `/deal` lists yours.",
                "#99 menang",
                "Tiada urus niaga #99. `/deal` menyenaraikan urus niaga anda.",
            ),
        ),
    ),
    Talk(
        "leads",
        ANA,
        (
            (
                "lead Acme from website",
                "Lead kept: Acme, from website\nYou have an hour of your working day for the first answer.",
                "prospek Acme dari laman web",
                "Prospek disimpan: Acme, dari laman web\nAnda ada satu jam waktu bekerja untuk jawapan pertama.",
            ),
            (
                "lead Globex",
                "Lead kept: Globex\nYou have an hour of your working day for the first answer.",
                "prospek Globex",
                "Prospek disimpan: Globex\nAnda ada satu jam waktu bekerja untuk jawapan pertama.",
            ),
            (
                "",
                (
                    "You have no open deal. `/deal add Acme 12,500` opens one, or the button below.\n"
                    "2 leads wait for an answer: Acme, Globex"
                ),
                "",
                (
                    "Anda tiada urus niaga terbuka. `/deal tambah Acme 12,500` membuka satu, atau guna "
                    "butang di bawah.\n2 prospek menunggu jawapan: Acme, Globex"
                ),
            ),
            (
                "answered Acme",
                "Answered: Acme, after 1 minute of working time",
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
                "None of your leads is waiting for an answer.",
                "dijawab Acme",
                "Tiada prospek anda yang menunggu jawapan.",
            ),
            (
                "lead",
                "Nothing was saved: say which lead, for example `/deal lead Acme from website`.",
                "prospek",
                "Tiada apa-apa disimpan: nyatakan prospek yang mana, contohnya `/deal prospek Acme dari laman web`.",
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
                    "*Your deals:* `/deal` lists them.\n`/deal add Acme 12,500`\n`/deal Acme to quoting`\n"
                    "`/deal amount Acme 15k`\n`/deal Acme won to @kim`\n"
                    "`/deal Acme lost: too dear; ask for the budget first`\n"
                    "`/deal refund Acme 2k`   `/deal reopen Acme`   `/deal playbook`\n"
                    "`/deal @rep` lists the open deals of somebody whom you manage.\n"
                    "*Leads:* `/deal lead Acme from website`   `/deal answered Acme`\n"
                    "A name that could be something else goes in quotes; #12 means the deal with that "
                    "number."
                ),
                "bantuan",
                (
                    "*Urus niaga anda:* `/deal` menyenaraikannya.\n`/deal tambah Acme 12,500`\n"
                    "`/deal Acme ke sebut harga`\n`/deal nilai Acme 15k`\n`/deal Acme menang kepada @kim`\n"
                    "`/deal Acme kalah: terlalu mahal; tanya bajet dahulu`\n"
                    "`/deal pulangkan Acme 2k`   `/deal buka semula Acme`   `/deal panduan`\n"
                    "`/deal @wakil` menyenaraikan urus niaga terbuka seseorang yang anda urus.\n"
                    "*Prospek:* `/deal prospek Acme dari laman web`   `/deal dijawab Acme`\n"
                    "Nama yang boleh membawa maksud lain diletakkan dalam tanda petikan; #12 ialah urus "
                    "niaga dengan nombor itu."
                ),
            ),
            (
                "playbook",
                (
                    "The sales process, stage by stage\nProspecting\n"
                    "1. Find out who decides and who else is asked.\n"
                    "2. Call first, then write one short message that names their situation.\n"
                    "3. Agree a date for a first talk; without a date nothing is agreed.\n"
                    "Three tries by two channels before you let go.\n"
                    "Ask the account that knows them for an introduction.\nQualifying\n"
                    "1. Ask what it costs them to leave things as they are.\n"
                    "2. Ask for the budget, the date by which it is needed and who signs.\n"
                    "3. Agree what a demo must show to be worth their time.\n"
                    "A clear no today is worth more than a maybe in a month.\n"
                    "Write down their words, not yours.\nQuoting\n"
                    "1. Go through the price with them before it is sent in writing.\n"
                    "2. Offer two ways to buy, not one and not five.\n"
                    "3. Agree the date on which they will answer.\n"
                    "Show what it brings before what it costs.\nSend it within a day of the talk.\n"
                    "Closing\n1. Ask for the decision, and what still stands in its way.\n"
                    "2. Agree with them what happens on the first day after they sign.\n"
                    "3. Tell account management who will look after them.\n"
                    "Speak to the person who signs at least once.\n"
                    "Give for what you get; a discount without anything in return starts the next one."
                ),
                "panduan",
                (
                    "Proses jualan, peringkat demi peringkat\nMencari prospek\n"
                    "1. Ketahui siapa yang membuat keputusan dan siapa lagi yang ditanya.\n"
                    "2. Telefon dahulu, kemudian tulis satu mesej pendek tentang keadaan mereka.\n"
                    "3. Tetapkan tarikh perbualan pertama; tanpa tarikh, tiada persetujuan.\n"
                    "Cuba tiga kali melalui dua saluran sebelum melepaskannya.\n"
                    "Minta pelanggan yang mengenali mereka memperkenalkan anda.\nPenilaian\n"
                    "1. Tanya berapa kosnya jika keadaan dibiarkan begitu sahaja.\n"
                    "2. Tanya bajet, tarikh ia diperlukan dan siapa yang menandatangani.\n"
                    "3. Sepakati apa yang perlu ditunjukkan dalam demo supaya berbaloi.\n"
                    "Tidak yang jelas hari ini lebih berharga daripada mungkin bulan depan.\n"
                    "Catat kata-kata mereka, bukan kata-kata anda.\nSebut harga\n"
                    "1. Bincangkan harga dengan mereka sebelum dihantar secara bertulis.\n"
                    "2. Tawarkan dua cara membeli, bukan satu dan bukan lima.\n"
                    "3. Tetapkan tarikh mereka akan menjawab.\nTunjukkan faedahnya sebelum harganya.\n"
                    "Hantar dalam masa sehari selepas perbualan.\nPenutupan\n"
                    "1. Minta keputusan, dan tanya apa yang masih menghalang.\n"
                    "2. Sepakati apa yang berlaku pada hari pertama selepas mereka menandatangani.\n"
                    "3. Beritahu pengurusan akaun siapa yang akan menjaga mereka.\n"
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
                    "Pacer is for members of this workspace only, not for guests or people of other "
                    "organisations. Nothing was saved."
                ),
                "tambah Acme 5k",
                (
                    "Pacer hanya untuk ahli ruang kerja ini, bukan untuk tetamu atau orang dari organisasi "
                    "lain. Tiada apa-apa disimpan."
                ),
            ),
        ),
        given=guest,
    ),
)
