"""Given names common in Scotland, for the question whether a text holds a name.

Names that are also words, months, virtues or places of the area (Grace, May, Will,
Glen, Clyde) are left out: a question that is mostly wrong is soon not read.
Drawn from the names most often given in Scotland over the last sixty years, as the
National Records of Scotland publish them every year.
"""

from __future__ import annotations

_WRITTEN = """
aaron abbie abigail adam adele agnes aidan aileen ailsa aimee alan alana alasdair
alastair albert alec alex alexander alexandra alexis alfie ali alice alicia alison
alistair allan allison amanda amelia amelie amina amy andrea andrew angela angus anita
ann anna annabelle anne annie anthony antonia archie arlene arran arthur ashleigh
ashley audrey ava ayesha barbara barry beatrice becky ben benjamin bernadette bernard
beth bethany betty beverley blair brandon brenda brendan brian bridget brodie bronwyn
bruce bryan bryony caitlin callum calum cameron cara carla carly carolann caroline
carolyn carrie catherine catriona charlene charles charlie charlotte chelsea cheryl
chloe christina christine christopher ciara claire clare colette colin connie connor
conor corey craig cristina daniel danielle darren darryl david dawid deborah debra
declan denise dennis derek desmond diana diane dominic donald donna doreen dorothy
dougal douglas duncan dylan edith edward eileen eilidh elaine eleanor elena elisabeth
elise elizabeth ella ellen ellie elliot elliott elsie emily emma eric erin esme ethan
euan eva evan eve evelyn evie ewan fatima fergus finlay finn fiona flora florence
frances francesca francis fraser freddie freya gabriel gareth garry gary gavin gemma
geoffrey george georgia georgina gerald geraldine gerard gillian gladys gordon graeme
graham greg gregor gregory hamish hannah harris harry harvey hayley helen henry hilary
hollie hugh iain ian imogen irene isaac isabel isabella isabelle isla isobel ivan jack
jackie jackson jacob jacqueline jake james jamie jan jane janet janette janice janine
jason jayden jean jeanette jemma jennifer jenny jessica jessie jill jillian joan
joanna joanne jodie joe joel john johnny jonathan jordan joseph josephine josh joshua
joyce julia julian juliana julie justin kai kaitlyn karen karl kate katherine kathleen
kathryn katie katrina katy kayla kayleigh keira keith kelly kelsey kenneth kenny kerr
kerry kevin kieran kim kirsteen kirsten kirstin kirsty kyle lara laura lauren lawrence
leah leanne lee leigh leo leon leonard lesley leslie lewis lexi liam lily linda
lindsay lindsey lisa logan lola lorna lorraine louis louisa louise lucas lucy luke
lydia lyle lynda lyndsay lyndsey lynn lynne lynsey mackenzie maggie malcolm mandy marc
marcus margaret margo maria marie marilyn marion mark marlene martha martin martina
martyn mary mason matilda matthew maureen maurice maxwell maya megan melanie melissa
mhairi mia michael michele michelle mila millie mohammad mohammed moira mollie molly
monica morag morven muhammad murdo muriel murray myra nadia nancy naomi natalie
natasha nathan neil neve niall niamh nichola nicholas nicola nicole nina noah noel
nora norma norman oliver olivia omar oscar owen paige pamela patricia patrick paul
paula pauline peter philip phoebe phyllis rachael rachel ralph raymond rebecca reece
rhona rhys richard robbie robert robyn roderick roger ronald rory rosalind rosemary
rosie ross roy russell ruth ryan sally sam samantha samuel sandra sara sarah saskia
scott sean sebastian shannon sharon shaun sheena sheila shirley shona simon sinead
siobhan skye sofia sonia sophia sophie stacey stanley stella stephanie stephen steven
stewart stuart susan suzanne sylvia tamara tanya tara taylor terence teresa theo
theresa thomas tiffany timothy tina toby tracey tracy trevor valerie vanessa vera
veronica victoria vincent vivian walter wendy william wilma yasmin yvonne zac zachary
zainab zara zoe
"""

GIVEN_NAMES: frozenset[str] = frozenset(_WRITTEN.split())
