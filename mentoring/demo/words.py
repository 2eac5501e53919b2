"""What the demo's pairs wrote: goals of mentees, gains of mentors, each with its sign; notes."""

from typing import Final

GOALS: Final = (
    ("Use our new tools for my own work, not only approve them", "I build one report alone."),
    ("Understand why good people leave in their second year", "I can name three reasons."),
    ("Write so that people read to the end", "My updates fit on one screen."),
    ("Hear bad news while it is still small", "Somebody brings me a problem unasked."),
    ("Know how our customers really talk about us", "I quote a customer in each review."),
    ("Run meetings that juniors want to come to", "They speak before I do."),
    ("See our hiring with the eyes of somebody hired", "Two steps of it are gone."),
    ("Try a new tool every month", "I keep two of them."),
    ("Learn what people look for before they trust a team", "I asked, and wrote it down."),
    ("Understand how my team uses chat, and where I am in the way", "Fewer late messages."),
    ("Get an honest view of our return-to-office rules", "We change one of them."),
    ("Explain strategy without slides", "Somebody else can repeat it."),
    ("Know what a first job feels like today", "Our first week looks different."),
    ("Stop being the last one to hear", "I hear it in our conversations."),
)
GAINS: Final = (
    ("See how a decision is made before it is announced", "I sat in on one."),
    ("Learn to say no to a senior person, kindly", "I did it twice."),
    ("Understand where the money comes from", "I can explain our margin to a friend."),
    ("Present to people who have four minutes", "I was asked to come again."),
    ("Find out what a director does all day", "I followed one for a day."),
    ("Get to know people outside my department", "I can call three of them."),
    ("Learn how a budget is planned", "I drafted a line of one."),
    ("Read a room before I speak", "We talk it over after each meeting."),
    ("Know which of my ideas are worth a proposal", "One of them was tried."),
    ("Understand how careers are really made here", "I have a plan for two years."),
    ("Grow calmer in front of senior people", "My voice stays the same."),
    ("Learn how to ask for what I need", "I asked for it."),
    ("See how leaders disagree", "I can describe one case."),
)
OF_FACES: Final = (
    ("Post my own weekly update on the internal forum", "Three posts are mine by Christmas."),
    (
        "Sit in on two budget reviews and understand how money is decided",
        "I can explain one decision to my team.",
    ),
    ("Get the truth about our roadmap", "I drop something that nobody wants."),
    ("Explain our platform to somebody who sells it", "Sales uses my explanation."),
    ("Learn how technical choices are made", "I can retell one."),
)
NOTES: Final = (
    "Bring one example each time, not five.",
    "Next time: walk through the tool together, on the real data.",
    "We agreed to start with what surprised us that week.",
    "Ask the team before the next review, then compare.",
)
THANKS: Final = (
    "You told me what nobody had told me for years. Thank you for your patience.",
    "I came to teach a tool and learned how a decision is made. Thank you.",
    "You made it easy to be honest. I will miss our Thursdays.",
    "Thank you for laughing with me, and not at my spreadsheet.",
    "I ask better questions now, and I know whom I have that from.",
    "Thank you for the time. I know how little of it you have.",
)
