// The emoji a sales team's messages are likely to use, by the names written between colons. A name that is
// not here stays as it was typed.

const TABLE = `
+1 👍 -1 👎 thumbsup 👍 thumbsdown 👎 wave 👋 clap 👏 raised_hands 🙌 pray 🙏 muscle 💪 point_right 👉
point_left 👈 point_up ☝️ point_down 👇 ok_hand 👌 handshake 🤝 eyes 👀 brain 🧠 writing_hand ✍️
smile 😄 smiley 😃 grinning 😀 grin 😁 slightly_smiling_face 🙂 wink 😉 blush 😊 joy 😂 thinking_face 🤔
neutral_face 😐 slightly_frowning_face 🙁 cry 😢 sweat_smile 😅 sunglasses 😎 partying_face 🥳 relieved 😌
sleeping 😴 zzz 💤 star_struck 🤩 hugging_face 🤗 worried 😟 exploding_head 🤯
heart ❤️ yellow_heart 💛 green_heart 💚 blue_heart 💙 sparkles ✨ star ⭐ star2 🌟 fire 🔥 boom 💥 zap ⚡ 100 💯
tada 🎉 confetti_ball 🎊 trophy 🏆 medal 🏅 first_place_medal 🥇 second_place_medal 🥈 third_place_medal 🥉
dart 🎯 rocket 🚀 checkered_flag 🏁 triangular_flag_on_post 🚩 crown 👑 gift 🎁 balloon 🎈 seedling 🌱
chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊 moneybag 💰 dollar 💵 money_with_wings 💸
credit_card 💳 briefcase 💼 handbag 👜 office 🏢 house 🏠 airplane ✈️ palm_tree 🌴 beach_with_umbrella 🏖️
telephone_receiver 📞 phone ☎️ telephone ☎️ iphone 📱 email 📧 envelope ✉️ incoming_envelope 📨 inbox_tray 📥
outbox_tray 📤 mailbox 📫 speech_balloon 💬 loudspeaker 📢 mega 📣 bell 🔔 no_bell 🔕 calling 📲
calendar 📆 date 📅 spiral_calendar_pad 🗓️ clock1 🕐 clock8 🕗 clock9 🕘 alarm_clock ⏰ stopwatch ⏱️
hourglass ⌛ hourglass_flowing_sand ⏳ watch ⌚ sunrise 🌅 sunny ☀️ partly_sunny ⛅ cloud ☁️ rainbow 🌈 moon 🌔
coffee ☕ tea 🍵 pizza 🍕 cake 🍰 birthday 🎂 beer 🍺 champagne 🍾
memo 📝 pencil 📝 pencil2 ✏️ clipboard 📋 page_facing_up 📄 pushpin 📌 round_pushpin 📍 paperclip 📎 link 🔗
bookmark 🔖 book 📖 books 📚 mag 🔍 mag_right 🔎 key 🔑 lock 🔒 unlock 🔓 gear ⚙️ wrench 🔧 hammer 🔨
bulb 💡 robot_face 🤖 computer 💻 battery 🔋 file_folder 📁 open_file_folder 📂 card_index 📇
white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ negative_squared_cross_mark ❎ warning ⚠️
no_entry ⛔ no_entry_sign 🚫 question ❓ exclamation ❗ bangbang ‼️ information_source ℹ️ recycle ♻️ sos 🆘
red_circle 🔴 large_orange_circle 🟠 large_yellow_circle 🟡 large_green_circle 🟢 large_blue_circle 🔵
large_purple_circle 🟣 white_circle ⚪ black_circle ⚫ large_green_square 🟩 large_yellow_square 🟨
large_red_square 🟥 large_blue_square 🟦 white_large_square ⬜ black_large_square ⬛ small_blue_diamond 🔹
small_orange_diamond 🔸 white_small_square ▫️ black_small_square ▪️
arrow_up ⬆️ arrow_down ⬇️ arrow_right ➡️ arrow_left ⬅️ arrow_upper_right ↗️ arrow_lower_right ↘️
arrow_forward ▶️ arrow_backward ◀️ double_vertical_bar ⏸️ fast_forward ⏩ leftwards_arrow_with_hook ↩️
arrows_counterclockwise 🔄 repeat 🔁 heavy_plus_sign ➕ heavy_minus_sign ➖ wavy_dash 〰️
one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ keycap_ten 🔟 zero 0️⃣
bust_in_silhouette 👤 busts_in_silhouette 👥 man 👨 woman 👩 construction 🚧 rotating_light 🚨 test_tube 🧪
footprints 👣 runner 🏃 mountain 🏔️ snow_capped_mountain 🏔️ compass 🧭 map 🗺️ world_map 🗺️ earth_asia 🌏
earth_africa 🌍 earth_americas 🌎 face_with_thermometer 🤒 hospital 🏥 graduation_cap 🎓 mortar_board 🎓
`;

const EMOJI = new Map();
const words = TABLE.trim().split(/\s+/);
for (let at = 0; at < words.length; at += 2) EMOJI.set(words[at], words[at + 1]);

/** The character of an emoji's name, or undefined. */
export function emojiOf(name) {
  return EMOJI.get(name.toLowerCase().replace(/::skin-tone-\d$/, ""));
}

/** Replaces the known :names: in plain text. */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+'-]+(?:::skin-tone-\d)?):/gi, (whole, name) => emojiOf(name) ?? whole);
}
