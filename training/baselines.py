"""The rules of thumb that a reading has to beat: for each label and emotion a pattern of some twenty words.

They were written from GUIDELINES.md and from the names alone, before anything was measured, and are not tuned since.
Those of labels hold some twenty words each of English, German, French and Spanish, and none of other languages.
"""

import re

LABELS = {
    "question": (
        (
            r"\?|^(who|what|when|where|why|how|which|is|are|do|does|can|could|anyone|anybody|any idea|"
            r"wondering)\b"
        ),
        r"\?|^(wer|was|wann|wo|warum|wie|welche|ist|sind|hat|kann|weiß jemand|wei(ß|ss) wer)\b",
        r"\?|^(qui|que|quand|où|pourquoi|comment|quel|quelle|est-ce|quelqu'un)\b",
        r"\?|^(quién|qué|cuándo|dónde|por qué|cómo|cuál|alguien|hay)\b",
    ),
    "need": (
        (
            r"\b(need|needs|needed|help|stuck|looking for|short of|lost|broken|without|missing|"
            r"desperate|can't|lack|require|wish|struggling|anyone have|out of|urgent)\b"
        ),
        (
            r"\b(brauche|brauchen|hilfe|suche|suchen|fehlt|fehlen|kaputt|verloren|dringend|ohne|"
            r"geht nicht)\b"
        ),
        r"\b(besoin|aide|cherche|cherchons|manque|perdu|cassé|urgent|sans|coincé|il nous faut)\b",
        r"\b(necesito|necesitamos|ayuda|busco|buscamos|falta|faltan|perdí|roto|urgente|sin)\b",
    ),
    "ask": (
        (
            r"\b(please|pls|plz|could you|can you|would you|will you|can someone|can anyone|call me|"
            r"send me|tell me|let me know|help me|bring|come|reply|look at|sign|wait)\b"
        ),
        (
            r"\b(bitte|kannst du|könntest du|können sie|könnt ihr|kann jemand|schick|ruf|komm|bring|"
            r"hilf|melde dich)\b"
        ),
        (
            r"\b(s'il te plaît|s'il vous plaît|stp|svp|peux-tu|pouvez-vous|tu peux|envoie|appelle|"
            r"viens|aide-moi)\b"
        ),
        r"\b(por favor|puedes|podrías|podéis|pueden|mándame|llámame|ven|trae|ayúdame|avísame)\b",
    ),
    "offer": (
        (
            r"\b(i can|happy to|glad to|if you like|if you want|want me to|let me|feel free|free to|"
            r"can help|offer|offering|yours|take my|come by|you can have|give away|spare|lend|"
            r"anyone want)\b"
        ),
        (
            r"\b(ich kann|gerne|wenn du willst|wenn du magst|biete|verschenke|leihe|darfst|abzugeben|"
            r"helfe)\b"
        ),
        (
            r"\b(je peux|volontiers|si tu veux|si vous voulez|propose|donne|prête|offre|"
            r"viens chercher)\b"
        ),
        r"\b(puedo|con gusto|si quieres|si queréis|ofrezco|regalo|presto|te ayudo|os ayudo)\b",
    ),
    "thanks": (
        (
            r"\b(thanks|thank|thx|ty|tysm|tnx|cheers|ta|appreciate|appreciated|grateful|gratitude|"
            r"thankful|owe you|much obliged|lifesaver|saved me|bless you|kudos|thank you)\b"
        ),
        r"\b(danke|dankeschön|dank|vielen dank|dankbar|merci)\b",
        r"\b(merci|remercie|remerciements|reconnaissant|reconnaissante)\b",
        r"\b(gracias|agradezco|agradecido|agradecida|mil gracias)\b",
    ),
    "promise": (
        (
            r"\b(i'll|i will|we'll|we will|promise|promised|will do|on it|count on me|will be there|"
            r"will send|will call|tomorrow|tonight|leave it to me|i swear|will bring|will fix|"
            r"get back to you|by friday|won't happen again)\b"
        ),
        (
            r"\b(ich werde|wir werden|verspreche|versprochen|kümmere mich|melde mich|bringe|schicke|"
            r"bis morgen)\b"
        ),
        r"\b(je vais|je te|je m'en occupe|promis|promets|on s'en occupe|je serai|demain)\b",
        r"\b(voy a|te mando|te llamo|prometo|prometido|me encargo|estaré|mañana)\b",
    ),
    "promotion": (
        (
            r"https?://|\b(buy|sale|discount|offer|free|win|order now|check out|subscribe|follow us|"
            r"link in bio|tickets|book now|shop|apply|donate|hiring|new video|available now|% off|"
            r"join us)\b"
        ),
        (
            r"https?://|\b(kaufen|rabatt|angebot|tickets|jetzt bestellen|gratis|neu im|eintritt|"
            r"bewerben|spenden)\b"
        ),
        (
            r"https?://|\b(achetez|promo|soldes|billets|commandez|gratuit|réservez|abonnez|postulez|"
            r"don)\b"
        ),
        r"https?://|\b(compra|oferta|descuento|entradas|gratis|reserva|suscríbete|síguenos|dona)\b",
    ),
    "complaint": (
        (
            r"\b(terrible|awful|worst|again|ridiculous|unacceptable|disappointed|useless|rude|broken|"
            r"late|waste|joke|fed up|sick of|refund|poor|never|horrible|annoying)\b"
        ),
        (
            r"\b(schlecht|schlimm|wieder|unmöglich|frechheit|enttäuscht|nervt|zu spät|kaputt|"
            r"unverschämt|nie)\b"
        ),
        r"\b(nul|honte|encore|inadmissible|déçu|déçue|retard|marre|scandaleux|jamais|pire)\b",
        r"\b(fatal|vergüenza|otra vez|inaceptable|decepcionado|tarde|harto|peor|nunca|pésimo)\b",
    ),
    "praise": (
        (
            r"\b(great|amazing|awesome|love|loved|lovely|beautiful|brilliant|excellent|fantastic|"
            r"wonderful|best|perfect|well done|good job|nice|impressive|gorgeous|superb|"
            r"congratulations)\b"
        ),
        (
            r"\b(toll|super|großartig|wunderbar|schön|klasse|prima|perfekt|beste|gut gemacht|"
            r"fantastisch)\b"
        ),
        r"\b(génial|super|magnifique|bravo|parfait|excellent|belle|beau|formidable|meilleur)\b",
        (
            r"\b(genial|increíble|maravilloso|excelente|perfecto|bravo|precioso|mejor|buen trabajo|"
            r"estupendo)\b"
        ),
    ),
}
EMOTIONS = {
    "joy": (
        r"\b(happy|joy|yay|excited|love|loved|glad|great|wonderful|delighted|awesome|enjoy|enjoyed|"
        r"thrilled|smile|woohoo|relieved|proud|best day|fun)\b"
    ),
    "gratitude": LABELS["thanks"][0],
    "caring": (
        r"\b(take care|hope you|sorry to hear|hugs|hug|be safe|feel better|get well|here for you|"
        r"stay strong|thinking of you|good luck|don't worry|proud of you|are you ok|you got this|rest|"
        r"praying|sorry for your|help you)\b"
    ),
    "curiosity": (
        r"\?|\b(wonder|wondering|curious|how|why|what|who|where|which|does anyone|really|tell me|"
        r"interested|is it|any idea|ever|explain|do you)\b"
    ),
    "amusement": (
        r"\b(lol|lmao|haha|hahaha|rofl|funny|hilarious|laugh|laughed|laughing|joke|lmfao|hehe|comedy|"
        r"ha|cracked me|giggle|comical|silly|xd)\b|😂|🤣"
    ),
    "optimism": (
        r"\b(hope|hopefully|hoping|hopeful|looking forward|will be|better|optimistic|wish|can't wait|"
        r"soon|fingers crossed|believe|faith|one day|improve|good luck|promising|confident|positive)\b"
    ),
    "anger": (
        r"\b(fuck|fucking|hate|angry|stupid|idiot|damn|bullshit|shut up|mad|furious|pissed|asshole|"
        r"wtf|annoying|rage|disgusting|hell|kill|worst)\b"
    ),
    "disappointment": (
        r"\b(disappointed|disappointing|disappointment|unfortunately|sadly|shame|let down|expected|"
        r"too bad|wish|failed|fail|sucks|pity|boring|lame|lost|bummer|missed|never)\b"
    ),
    "sadness": (
        r"\b(sad|sorry|cry|crying|cried|depressed|miss|lonely|tears|heartbroken|died|death|grief|rip|"
        r"hurt|hurts|loss|pain|unhappy|regret)\b"
    ),
    "fear": (
        r"\b(afraid|scared|scary|fear|terrified|terrifying|worried|worry|nervous|anxious|anxiety|"
        r"panic|frightened|horror|creepy|dread|danger|dangerous|scare|horrifying)\b"
    ),
}
TOXIC = (
    r"\b(fuck|fucking|shit|bitch|bitches|ass|asshole|dick|pussy|cunt|hoe|hoes|nigga|nigger|faggot|fag|"
    r"retard|retarded|whore|slut|idiot)\b"
)


def labels(label: str) -> re.Pattern[str]:
    """The pattern of a label, its four languages together."""
    return re.compile("|".join(LABELS[label]), re.IGNORECASE)


def emotions(emotion: str) -> re.Pattern[str]:
    """The pattern of an emotion."""
    return re.compile(EMOTIONS[emotion], re.IGNORECASE)


def toxic() -> re.Pattern[str]:
    """The pattern of what may be toxic."""
    return re.compile(TOXIC, re.IGNORECASE)
