"""Parts of simulated English comments: what buyers of an online shop say, by reason."""

from __future__ import annotations

from survey.prepare.comment_parts import Bank, split_line, split_parts

_PARTS = {
    "attitude": "the agent was rude | staff sounded annoyed by my question | they were quite dismissive"
    " | bad attitude from the chat team | I felt talked down to | the person on chat was unfriendly"
    " | they acted as if they were doing me a favour | no courtesy at all",
    "slow_reply": "it took {n} hours to get a reply | nobody answered my messages | very slow response"
    " | I was ignored for {n} days | had to write {n} times before anyone got back to me | no reply over the weekend"
    " | is anybody working there | the chat just sat there on read | waited ages for an answer",
    "not_solved": "my problem was never solved | they kept passing me around | still not fixed after {n} weeks"
    " | only canned sorry messages | the shop blames the courier and the courier blames the shop"
    " | nothing came of it | the issue remains | I gave up in the end",
    "knowledge": "staff had no idea about the product | I got the wrong information"
    " | two agents contradicted each other | they could not explain the warranty | I knew more than the agent did"
    " | they just pasted the product page | the advice was wrong",
    "channels": "the chatbot is useless | impossible to reach a human | no phone number anywhere"
    " | the bot kept going in circles | I only ever got the automated menu | getting past the robot took {n} minutes",
    "repeating": "I had to explain everything {n} times | they transferred me again and again"
    " | each new agent started from scratch | had to repeat myself to every agent"
    " | same story, new person, every day",
    "no_follow_up": "nobody told me about the delay | they promised to call back and never did | no updates at all"
    " | I had to do all the chasing | not a word when it went out of stock",
    "quality": "the {goods} broke after {n} days | poor quality | the {goods} feels cheaply made"
    " | it stopped working within a week | the {goods} fell apart | it smells bad | the stitching came undone"
    " | not durable at all | it looks tired already | would not last a month",
    "not_as_described": "it looks nothing like the picture | the colour is not as shown | not as described"
    " | it runs small | the photos are very flattering | the {goods} is half the size I pictured"
    " | the listing is misleading | the live stream promised a lot more",
    "authenticity": "I think it is a fake | not sure it is genuine | I do not trust this shop any more"
    " | the reviews look bought | the serial number does not check out | feels like a scam",
    "fit": "it does not fit | the size guide is wrong | they recommended the wrong size | not right for my skin"
    " | it is not compatible with my phone | too tight around the shoulders",
    "price": "overpriced for what it is | a bit expensive | not worth the money | shipping costs too much"
    " | {n} dollars more than elsewhere | the price is too high | my wallet hurts",
    "price_swings": "the price dropped the day after I bought it | no price protection"
    " | it was {n} dollars less a week later | prices change all the time | early buyers get punished"
    " | they raised the price before the sale",
    "promotion_rules": "the coupon did not work | the discount rules are confusing | the free gift never came"
    " | I could not use my points | you need a degree to work out the offers | the voucher had expired",
    "refund": "the refund took {n} weeks | still waiting for my refund | they refused to refund me"
    " | only a partial refund | I want my money back | had to chase the refund",
    "returns": "returning it was a hassle | they would not accept the return | I had to pay for return shipping"
    " | the exchange took {n} weeks | after sales is terrible | sending it back is made as hard as possible"
    " | the warranty claim was refused",
    "invoice": "I never got an invoice | the invoice was wrong | asked {n} times for a receipt"
    " | no paperwork for my accountant",
    "privacy": "I get spam since I ordered | they kept asking for a good review | my phone number was leaked"
    " | sales calls every other day now | they pressured me to change my rating",
    "delivery_slow": "delivery was slow | the parcel came {n} days late | shipping took weeks | tracking never moved"
    " | it left the warehouse after {n} days | a snail would have been here first | it arrived after the birthday"
    " | the courier did not come to the door",
    "packaging": "the box was crushed | it arrived damaged | poor packaging | no padding at all"
    " | half of the bottle had leaked | a corner of the {goods} was chipped | the packaging could be better",
    "wrong_item": "they sent the wrong colour | one part was missing | I got somebody else's order"
    " | a piece was missing | wrong item in the box | ordered two and got one",
    "usability": "the app keeps crashing | checkout is confusing | hard to find the return button | the site is slow"
    " | payment failed {n} times | instructions are unclear | I clicked around forever",
    "praise_attitude": "the staff were friendly | great service | very patient on chat | polite and helpful"
    " | they did not mind my many questions | the lady on chat was lovely",
    "praise_reply": "quick reply | they answered at once | fast response even at night | somebody is always there"
    " | hardly any wait on chat",
    "praise_knowledge": "they knew the product well | clear answers | good advice on the size"
    " | the agent explained it clearly | they got straight to the point",
    "praise_quality": "the {goods} is good quality | well made | the {goods} works great | very comfortable"
    " | feels sturdy | {n} months in and still like new | my family loves it | nice material"
    " | the {goods} does the job",
    "praise_as_described": "exactly as described | the colour is just like the picture | true to size"
    " | better than expected | what you see is what you get",
    "praise_price": "good value | cheaper than in town | a real bargain in the sale | fair price"
    " | cannot complain at this price",
    "praise_delivery": "fast delivery | it arrived the next day | well packed | on my doorstep in {n} days"
    " | the courier was on time",
    "praise_after_sales": "the exchange was easy | quick refund | they sorted it out right away"
    " | a new one was sent without any fuss | the problem was solved in a day",
    "praise_trust": "I will buy again | I recommend this shop | genuine product | ordered {n} times already"
    " | I have been shopping here for years | never let me down",
    "praise_general": "very happy | all good | love it | everything went smoothly | no complaints | five stars"
    " | could not ask for more",
    "general_complaint": "very disappointed | never again | waste of time | not happy | terrible experience"
    " | I expected more | what a mess | would think twice",
}

EN = Bank(
    parts=split_parts(_PARTS),
    goods=split_line(
        "jacket | bag | kettle | lamp | phone case | blender | cream | toy | blanket | charger | headset | pan"
    ),
    openers=split_line(
        "This time | To be frank | First order here | Bought it as a present | Ordered in the sale | Overall | Well"
    ),
    closers=split_line("thanks | that is all | just my two cents | hope this helps"),
    pleas=split_line("please look into it | the rest was fine | just saying | please sort this out"),
    nothing=split_line(
        "no | nothing | nope | no comment | fine | ok | okay I guess | nothing to add | it was all right | average"
        " | good | no idea | not really | meh"
    ),
    elsewhere=split_line(
        "more colours please | a bigger pack would be great | this survey is long | my daughter picked it"
        " | it was a gift for a colleague | the new logo looks odd | do more live streams"
    ),
    and_joins=(", ", ", and ", ". ", ", also ", "; ", ", "),
    but_joins=(", but ", ", though ", ". However, ", " but ", "; on the other hand "),
    ends=(".", "", ".", "!", "", "..."),
    glad=(":)", ":-)", "<3", ":D"),
    cross=(":(", ":-(", ">:(", ":/"),
    slips=(
        ("receive", "recieve"), ("quality", "qualty"), ("the ", "teh "), ("delivery", "delivry"),
        ("service", "servise"), ("refund", "refudn"), ("package", "pakage"), ("product", "prodcut"),
        ("response", "responce"), ("because", "becuase"), ("was ", "wsa "), ("price", "prize"),
        ("product", "produkt"), ("not ", "nto "), ("answer", "anwser"), ("reply", "repply"),
    ),
)  # fmt: skip
