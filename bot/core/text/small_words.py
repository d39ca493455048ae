"""Words that are no name by themselves: what they say about a thing that was or was not done, in English and Malay."""

from bot.core.text.vocabulary import fold


def _phrases(*lines: str) -> frozenset[tuple[str, ...]]:
    """Phrases divided by commas, each as its folded words."""
    return frozenset(tuple(fold(said).split()) for line in lines for said in line.split(",") if said.strip())


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in fold(line).split())


NEGATIONS = _words(
    "not never cannot unsigned aint didnt dont doesnt wasnt werent isnt arent havent hasnt hadnt couldnt cant wont",
    "wouldnt shouldnt neednt tak tidak tiada takde takda xde bukan belum blm jangan tk tdk",
)
"""Words that deny whatever stands beside them, after /log and /deal alike."""
HEDGES = _words(
    "will would shall could should might maybe perhaps probably possibly hopefully likely soon gonna wanna pending",
    "tentative tentatively expect expecting expected hope hoping planning planned tbc tba tbd",
    "nanti nt nnti akan mungkin barangkali perlu nak hendak mahu ingin kalau jika bakal harap dijangka tunggu menunggu",
)
"""Words by which something is still to come or might, after /log and /deal alike."""
NOT_DONE = frozenset((word,) for word in NEGATIONS) | _phrases(
    "not, no, never, none, nobody, nothing, nope, nil, cannot, without, cancelled, canceled, cancel, cancels",
    "cancelling, canceling, called off, rescheduled, reschedule, rescheduling, postponed, postpone, no show, no-show",
    "no shows, no-shows, noshow, missed, skipped, skip, aborted, fell through, fell over, bailed, ghosted, dropped",
    "dead, died, stalled, stuck, unsigned, undone, unsuccessful, failed, stood up, instead of, except, aint, ain't",
    "didn't, didnt, did not, don't, dont, doesn't, doesnt, wasn't, wasnt, weren't, werent, isn't, isnt",
    "aren't, arent",
    "haven't, havent, hasn't, hasnt, hadn't, hadnt, couldn't, couldnt, can't, cant, won't, wont, wouldn't, wouldnt",
    "shouldn't, shouldnt, needn't",
    "tak, tidak, tiada, takde, takda, tak ada, tak jadi, x jadi, xjadi, bukan, belum, blm, jangan, gagal, batal",
    "dibatalkan, terbatal, membatalkan, dibatal, tangguh, ditangguh, ditangguhkan, tertangguh, tunda, ditunda, xde",
    "tanpa, kosong, tertinggal, terlepas, tk, tdk, tak sempat, tidak sempat",
)
"""That something did not take place."""
PLANNED = frozenset((word,) for word in HEDGES) | _phrases(
    "will, shall, going to, gonna, later, soon, maybe, perhaps, possibly, probably, likely, might, may",
    "could, should",
    "would, need, needs, needed, must, want, wants, wanted, wanna, wish, plan, plans, planned, planning, todo, to-do",
    "pending, waiting, awaiting, wait, tentative, tentatively, tbc, tba, tbd, upcoming, scheduled",
    "schedule, next, if",
    "hope, hoping, hopefully, expect, expecting, expected, eventually, asap, try, trying, remind, reminder, remember",
    "unless, once, supposed, due, have to, has to, had to, got to, gotta, let's, lets, i'll, ill, we'll",
    "they'll, he'll",
    "she'll, about to, ought, intend, forecast, verbal, verbally, almost signed, unconfirmed, in progress, on hold",
    "coming up, follow up on, closing, negotiating, future, later on, not yet, yet, considering, thinking",
    "nanti, akan, mungkin, perlu, mesti, kena, nak, hendak, mahu, mau, ingin, rancang, dirancang",
    "merancang, menunggu",
    "tunggu, kalau, jika, sekiranya, barangkali, patut, kemudian, sebentar lagi, dijangka, dijadualkan, jadual",
    "aim, aims, aiming, aim for, aiming for, target, targets, targeting, goal, goals, quota, sasaran, matlamat",
    "bakal, harap, tertunda, dalam proses, cuba, nt, nnti, ingat nak, belum pasti",
)
"""That something is still to come, or might."""
TAKEN_BACK = _phrases(
    "refund, refunds, refunded, refunding, returned, chargeback, reversed, reversal, void, voided, clawback, undo",
    "undid, delete, deleted, remove, removed, minus, less, subtract, deduct, credit note, take back, correction",
    "oops, mistake, by mistake, wrongly, typo, ignore, scratch that, lost, churned, rejected",
    "pulang, dipulangkan, pulangan, bayaran balik, dikembalikan, buang, padam, tolak, kurangkan, silap, tersilap",
)
"""That something is taken back."""
MOVED = _phrases("moved, move, moves, moving, advanced, pushed, slipped, progressed, pindah, dipindahkan, pindahkan")
"""That a deal moved on, which is told with another command."""
SPANS = _phrases(
    "w/c, per, every, each, daily, weekly, monthly, yearly, quarterly, since, until, till, between",
    "through, throughout, the other day, other day, ago, before last, few days",
    "ytd, mtd, wtd, qtd, year to date, month to date, week to date",
    "average, avg, usually, normally, always, often, sometimes, typically, a day, a week, a month, a year",
    "week, weeks",
    "month, months, day, days, year, years, quarter, weekend, weekday, weekdays",
    "setiap, tiap, sejak, sehingga, hingga, purata, biasanya, selalu, sehari, seminggu, sebulan, setahun",
    "kadang-kadang",
    "minggu, bulan, tahun, harian, mingguan, bulanan",
)
"""That more than one day is meant, or none in particular."""
OTHER_DAYS = _words(
    "gestern heute morgen vorgestern übermorgen montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "hier aujourd'hui demain lundi mardi mercredi jeudi vendredi samedi dimanche avant-hier",
    "ayer hoy mañana anteayer lunes martes miércoles jueves viernes sábado domingo",
    "ieri oggi domani lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "ontem hoje amanhã segunda-feira terça-feira quarta-feira quinta-feira sexta-feira",
    "gisteren vandaag maandag dinsdag woensdag donderdag vrijdag zaterdag zondag eergisteren",
    "igår idag imorgon wczoraj dzisiaj jutro вчера сегодня завтра 昨日 今日 明日 昨天 今天 明天 어제 오늘 내일",
    "kemarin kemaren senin jumat kahapon ngayon bukas kal aaj dün bugün yarın hôm",
)
"""Days in languages that are not read here."""
ABOUT = _phrases(
    "about, around, approx, approx., approximately, roughly, circa, ca, ca., nearly, almost, over, under, more than",
    "less than, at least, at most, up to, or so, or more, plus minus, some, close to, maybe about",
    "lebih kurang, lbh kurang, sekitar, hampir, kira-kira, anggaran, sekurang-kurangnya, lebih",
    "lebih daripada, dekat",
)
"""Before a number: that it is not exact."""
TOTAL = _phrases(
    "so far, in total, total, totals, eod, altogether, all up, all in all, only, to date, in all, overall, tally",
    "setakat ini, setakat, jumlah, keseluruhan, semuanya, sahaja, saja, je, jer, shj",
)
"""That a number is the whole of a day, and not more of it."""
FILLERS = _phrases(
    "done, made, finished, completed, complete, logged, ok, okay, please, pls, plz, thanks, thank you, thx, hi, hey",
    "hello, team, update, updates, report, recap, summary, stats, log, just now, already, done today",
    "also, too, as well",
    "lol, haha, yay, fyi, and counting, more or less done, just, earlier, earlier today, now, hi team, hello team",
    "dah, dh, sudah, sdh, udah, tadi, baru, baru tadi, baru saja, ada, buat, telah, siap, selesai, tolong",
    "laporan, kemas kini",
    "kemaskini, terima kasih, tq, juga, jugak, lah, la, ya, tu, ni, pun, dibuat, hari ini",
)
"""Words that change nothing where they stand by themselves."""
BEFORE_METRIC = _phrases(
    "more, another, additional, extra, cold, warm, follow-up, follow up, followup, quick, short, long",
    "good, great, nice",
    "intro, introductory, discovery, sales, outbound, inbound, first, second, third, 1st, 2nd, 3rd, other",
    "further, new",
    "of, successful, actual, total, lovely, zoom, video, physical, online, face to face, face-to-face",
    "client, customer",
    "prospecting, business, phone, teams, my, our, their, in-person, onsite, on-site, product, live",
    "fresh, big, small",
    "kali, lagi, buah, panggilan susulan, sejuk",
)
"""Words before a metric's that only describe it."""
AFTER_NUMBER = _phrases("more, other, additional, extra, of, lagi, buah, kali")
OTHER_WORDS: dict[str, frozenset[str]] = {
    "call": _words("telefon tel tepon telepon ring ringing texted sms whatsapp 📞 ☎ 📱 telefoned telephoned"),
    "email": _words("inmail inmails dm dms 📧 ✉ 📨"),
    "meeting": _words(
        "appointment appointments appt appts visit visits visited jumpa jumpe berjumpa temujanji lawatan"
    ),
    "demo": _words("presentation presentations presented pitch pitches pitched pembentangan trial trials"),
    "proposal": _words("quotation quotations offer offers tender tenders bid bids sebutharga tawaran"),
    "deal": _words("sold sale sales contract contracts jual jualan terjual"),
    "revenue": _words("income turnover sales jualan pendapatan"),
}
"""Words that are no metric's here, and what they probably mean: it is asked."""
ACRONYMS = _words("eod eow asap tbc tba tbd ooo fyi ytd mtd wtd")
"""What people write in capitals and is no name."""
NAMES_IN_ED = _words(
    "limited unlimited united allied associated advanced integrated federated certified combined consolidated applied",
    "incorporated affiliated dedicated inspired connected unified accredited hundred kindred sacred ahmed mohamed",
    "mohammed muhamed hamed alfred wilfred manfred jared mildred winifred infrared redeemed diversified",
)
"""Words in -ed that names are made of; any other after a name says what came of it."""
PEOPLE = _words(
    "customer customers client clients prospect prospects people person persons contact contacts lead leads account",
    "accounts company companies buyer buyers partner partners pelanggan klien orang syarikat prospek companies guys",
    "firms shops businesses numbers folks",
)
"""Whom a number of calls is made to, named by nothing else."""
UNITS = _words(
    "user users seat seats licence licences license licenses year years yr yrs month months mth mths mo",
    "week weeks wk",
    "wks day days hour hours hr hrs minute minutes min mins second seconds sec secs option options page",
    "pages unit units",
    "pc pcs piece pieces store stores site sites branch branches rep reps attendee attendees participant",
    "participants",
    "percent pct floor floors item items slide slides box boxes employee employees staff device devices",
    "machine machines",
    "room rooms table tables copy copies tonne tonnes ton tons kg km times connect connects conversation",
    "conversations",
    "voicemails picks pickups minit jam saat tahun bulan minggu hari pengguna orang lesen pilihan peratus cawangan",
    "keping muka tempat kerusi pekerja buah kotak",
)
"""What a number counts that is no activity."""
SUFFIXES = _words("inc llc ltd limited gmbh corp co plc sa ag bv llp pte sdn bhd")
"""What follows a comma and still belongs to a name: `Acme, Inc`."""
NUMBERED = _words(
    "phase phases stage fasa round lot batch series tier level store branch unit part tower building",
    "block plant site",
    "region area gen version suite room route studio pusat blok menara zon zone wave wing gate pier no",
    "nombor peringkat",
)
"""Before a number: that it belongs to a name."""
WITHIN_NAMES = _words("of and the & de la le du van von der den bin binti y e di dan for")
"""Words that stand within names."""
ORDINARY = _words(
    "i me my we us our you your he him his she her they them their it its this that these those who whom which what",
    "there here when where why how am is are was were be been being do does did have has had having get",
    "gets got getting",
    "go goes went gone going come came coming say says said tell told ask asks asked asking talk talked",
    "talking speak",
    "spoke spoken meet met see saw seen give gave given take took taken make made making send sent",
    "sending leave left",
    "know knew think thought like liked love loved help helped work worked working start started stop stopped close",
    "closed open opened sign signed agree agreed pay paid buy bought sell sold show showed visit visited wait answer",
    "answered reply replied pick picked hang hung book booked but or so because as than then very really",
    "quite too just",
    "about after again against all also am an any at back before below both by can down during else even",
    "few finally for",
    "from further had in into less many more most much near off on onto other out over own same several",
    "some still such",
    "the through to together toward towards under up upon via while with within yes well good bad great",
    "nice interested",
    "long short big small new old early late hot busy free today's lunch dinner breakfast morning",
    "afternoon evening noon",
    "night midnight time times ago hb haribulan home office boss manager director ceo cfo owner secretary",
    "reception",
    "gatekeeper assistant",
    "reference regarding re pricing price prices discount budget contract contracts renewal renewals",
    "invoice order orders",
    "payment issue issues problem problems question questions feedback info information details detail",
    "quote quotation",
    "follow followup follow-up customer customers client clients prospect prospects people person contact",
    "contacts lead",
    "leads company companies account accounts user users list lists attempt attempts attempted tried dial",
    "number numbers",
    "minutes minute mins min hours hour result results outcome connect connects connected conversation conversations",
    "voicemail voicemails message messages vm hello note notes job task tasks thing things stuff lot lots bunch ton",
    "team teams colleague colleagues everyone everybody someone somebody anyone anybody one two three",
    "half each whole half-day quick sbb",
    "net gross excl incl tax gst sst vat draft book add sorry change nearly almost around approx roughly",
    "total count counts counted extra",
    "saya aku kami kita awak anda kamu dia mereka ini itu tu ni yang apa siapa bila mana kenapa bagaimana ada adalah",
    "ialah jadi buat dibuat bagi beri cakap kata tanya jawab telefon hantar terima pergi datang balik",
    "ambil bayar beli",
    "jual tanda setuju minat berminat tapi tetapi atau sebab kerana dengan untuk kepada daripada dari ke",
    "pada di dalam",
    "luar atas bawah sebelum selepas semasa ketika sambil lepas lalu baru lama cepat lambat awal lewat",
    "pagi petang malam",
    "tengahari tengah makan rehat rumah pejabat bos pengurus pemilik harga diskaun kontrak invois pesanan",
    "bayaran isu",
    "masalah soalan maklumat butiran susulan pelanggan klien prospek orang syarikat akaun pengguna",
    "senarai nombor jam minit",
    "kali lagi juga sangat semua beberapa sedikit banyak hampir lebih kurang ramai pertama kedua ketiga",
)
"""Common words that no name is made of where they are written small."""
