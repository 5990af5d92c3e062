"""Words that speak for a label before any post was read: one to three words each, in nine languages.

They are given to the label heads as one more thing to count for each label. What a cue is worth is learned from the
posts and then added to the words themselves, so reading a post takes no longer for it.
"""

# A bar stands between two cues.
CUES = {
    "question": """!?|?|?!|??|alguien sabe|alguém sabe|any|anybody know|anyone know|are there|c'è|can i|chi|
        co|combien|come|comment|como|cosa|cuál|cuándo|cuánto|czy|czy ktoś|cómo|did you|dlaczego|
        do you|does anyone|does it|dove|dónde|est ce que|est-ce que|gdzie|gibt es|hangi|has anyone|
        hat jemand|hay alguien|hoe|how|how do|how many|how much|how's|idea|ideas|ile|is er|is it|
        is there|jak|kann man|kaç|kiedy|kim|kto|mi|mu|mü|mı|nasıl|ne|neden|nerede|onde|où|
        perché|por que|por qué|pourquoi|qual|qualcuno sa|quale|quand|quando|quanto|quel|quelle|
        quelqu'un sait|quem|qui qu'est|quién|qué|should i|var mı|waar|waarom|wann|wanneer|warum|was|
        weet iemand|weiß jemand|welche|welcher|welches|welke|wer|what|what's|when|where|where's|
        which|who|who's|why|wie|wieso|wo|woher|wohin|wonder if|wondering if|would it""",
    "need": """anyone have|arıyorum|besoin|besoin de|bisogno|brakuje|brauche|brauchen|broke|broken|bräuchte|
        buscamos|busco|can't find|cannot find|cerchiamo|cerco|cherche|cherchons|ci serve|could use|
        desperate|desperately|doesn't work|don't have|dringend|falta|fehlen|fehlt|funktioniert nicht|
        geht nicht|hace falta|have no|help|hilfe|ho bisogno|hulp|i need|ihtiyacım|ihtiyacımız|
        il me faut|il nous faut|in need|kaputt|lazım|looking for|lost my|manque|me falta|mi serve|
        missing|ne marche|necesitamos|necesito|need|need a|need help|need some|needed|needs|
        nie działa|no funciona|no idea|nodig|non funziona|nos falta|not working|não funciona|out of|
        potrzebujemy|potrzebuję|precisamos|preciso|procuro|running low|short of|stopped working|stuck|
        suche|suchen|szukam|szukamy|urgent|we need|won't work|zoek|zoeken|çalışmıyor""",
    "ask": """alguien puede|alguém pode|alsjeblieft|appelez|appelle|aub|avísame|bitte|bring|bringt|call me|
        can anyone|can somebody|can someone|can u|can you|chiamami|could anybody|could someone|could u|
        could you|czy możesz|don't forget|envoie|envoyez|fammi|give me|graag|have a look|help me|hilf|
        kan iemand|kann jemand|kannst du|komm|kun je|kunt u|können sie|könnt ihr|könnten sie|
        könntest du|let me|llámame|look at|lütfen|make sure|mandami|me liga|me manda|meldet|merci de|
        misin|mogłabyś|możesz|musun|mándame|mógłbyś|müsün|mısın|per favore|peux tu|please|pls|plz|
        pode|poderia|podes|podría|podrías|podéis|por favor|potete|potresti|pouvez vous|prosze|proszę|
        pueden|puedes|puoi|qualcuno può|quelqu'un peut|remember to|rica|ruf|s'il te|s'il vous|schick|
        schickt|send me|sign|stp|svp|take a look|tell me|text me|tu peux|venez|viens|vous pouvez|
        wait|wil je|will you|would someone|would you""",
    "offer": """a lift|als je wilt|anyone want|borrow|come by|come over|dm me|donne|empresto|falls jemand|
        feel free|free to|gerne|give away|giving away|glad to|gratis af|happy to|i can|i could|
        ich kann|ich könnte|if anyone wants|if you like|if you want|ik kan|istersen|isterseniz|
        jak chcesz|je peux|jeśli chcesz|just ask|just shout|kann ich|leihe|lend|let me know|mocht je|
        mogę|need a hand|oddam|ofereço|offro|ofrezco|ping me|posso|presto|propose|prête|puedo|
        regalo|se alguém|se qualcuno|se quiser|se quiseres|se volete|se vuoi|shout if|si alguien|
        si quelqu'un|si queréis|si quieres|si tu veux|si vous voulez|spare|take my|up for grabs|
        verebilirim ederim|verschenke|volontiers|want me to|we can|welcome to|wenn du magst|
        wenn du willst|you can have|you're welcome to|yours|zu verschenken""",
    "thanks": """agradecida|agradecido|agradezco|appreciate|appreciated|bedankt|brigada|brigado|cheers|dank|
        dank je|dank jullie|dankbar|danke|dankeschön|dankjewel|dziekuje|dzięki|dziękujemy|dziękuję|
        eyvallah|gracias|grand merci|grateful|grazie mille|grazie ringrazio|herzlichen dank|lieben dank|
        lifesaver|merci|mercii|mil gracias|obrigada|obrigado|owe you|remercie|saved me|saved my|sağol|
        sağolun|ta|teşekkür|teşekkürler|thank|thank u|thank you|thankful|thanks|thnx|thx|tnx|ty|
        tysm|valeu|vielen dank|you're a star""",
    "promise": """amanhã|beloof|beloofd|bis morgen|bringe|by friday|by monday|by tomorrow|by tonight|będę|
        ci penso|count on|domani|erledige|get back|getiririm|göndereceğim|hallederim|i promise|i swear|
        i will|i'll|i'm on|ich werde|ik ga|ik zal|je m'en|je serai|je te|je vais|je vous|jutro|
        kümmere|leave it|lo faccio|m'en occupe|mach ich|mañana|me encargo|melde mich|morgen|obiecuję|
        on it|promesso|prometido|prometo|promets|prometto|promis|promise|schicke|stuur|söz|te llamo|
        te mando|ti chiamo|ti mando|tomorrow|tonight|verspreche|versprochen|vou|voy a|we will|we'll|
        will be|will do|wir werden|won't happen|wyślę|yapacağım|yarın|zrobię""",
    "promotion": """% off|% rabatt|ab sofort|abonnez|angebot|available now|bestel|biglietti|biletler|bilety|
        bilhetes|billets|book now|check it|check out|come along|commandez|compre|desconto|descuento|
        discount|disponibile|donate|doors open|eintritt|en vente|enlace|entradas|entrée libre|for sale|
        free entry|hiring|http|in bio|indirim|ingressos|inscreva|jetzt bestellen|jetzt neu|join us|
        já disponível|kaartjes|kampanya|karten|kom|korting|langs|link in|my new|neu bei|new episode|
        new video|notre nouveau|nu verkrijgbaar|nuestro nuevo|oferta|open until|order now|ordina|
        our new|out now|pre-order|prenota|preorder|promo|promocja|rabatt|reserva|réservez|sale|
        satışta|sconto|sign up|sipariş|soldes|stream|subscribe|suscríbete|síguenos|tickets|use code|
        vacancy|venez|wir suchen|ya disponible|zapraszamy|zniżka""",
    "complaint": """absurdo|again|alweer|annoying|assurdo|awful|belachelijk|berbat|beznadziejny|crap|de novo|
        di nuovo|disappointed|disappointing|déçu|déçue|en retard|encore|enttäuscht|every time|fatal|
        fed up|frechheit|garbage|harta|harto|horrible|how hard|hâlâ|immer noch|inaccettabile|
        inaceptable|inadmissible|joke|late|marre|nervt|no one|nobody|not good|nul|nulle|otra vez|
        overpriced|pathetic|poor|pésimo|péssimo|rezalet|ridiculous|rude|schandalig|schon wieder|
        seit wochen|sick of|skandal|still no|still not|te laat|terrible|third time|todavía no|
        toujours pas|unacceptable|une honte|unmöglich|unverschämt|useless|vergogna|vergonha|vergüenza|
        waste of|why do|why does|why is|worst|yet again|yine|znowu|zu spät""",
    "praise": """amazing|awesome|beautiful|bellissima|bellissimo|best|bravissimi|bravo|brawo|brilliant|
        congrats|congratulations|delicious|excelente|excellent|fantastic|fantastico|formidable|genial|
        geweldig|goed gedaan|good job|gorgeous|great|great job|großartig|gut gemacht|génial|güzel|
        harika|hats off|impressive|incredible|increíble|incrível|klasse|kudos|lecker|lekker|linda|
        lindo|love|loved|lovely|magnifique|maravilhoso|maravillosa|maravilloso|mooi|muhteşem|
        muy bueno|nice job|nice work|ottimo|parabéns|parfait|perfect|perfekt|piękny|prachtig|preciosa|
        precioso|proud of|qué bonito|riquísimo|schön|sehr gut|so good|splendido|stunning|super|superb|
        superbe|süper|tebrikler|the best|toll|trop beau|très bon|well done|wonderful|wspaniały|
        wunderbar|you were|ótimo|świetna|świetny""",
}


def cues(label: str) -> list[str]:
    """The cues of a label, each as it is said."""
    return [cue.strip() for cue in CUES[label].split("|")]
