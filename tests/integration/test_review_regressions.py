"""Sentences that were once misread, each with the verdict it must have on the shipped register, by its criteria alone."""

from __future__ import annotations

import pytest

from bot.draft_files import DraftFile
from bot.reviewing.findings import Role, Scope, Verdict
from bot.service import open_service
from bot.settings import Settings
from evals.cases import datasets

CORE = (
    "1. A person who recruits, transports, transfers or harbours another person by force or fraud "
    "for the purpose of sexual exploitation commits an offence.\n\n"
)


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return open_service(Settings(data_dir=tmp_path_factory.mktemp("data"), classifier="none"))


CASES = {
    "a comma phrase after shall not": (
        CORE
        + "2. A victim of trafficking shall not, by reason of having been trafficked, be prosecuted or punished for any offence.",
        {"ST-11": "met", "ST-12.charge": "met", "ST-12.conviction": "met"},
    ),
    "a person against whom an offence was committed": (
        CORE
        + "2. A person against whom an offence under section 1 has been committed shall not be arrested, charged, detained or convicted for any crime committed as a result of it.",
        {"ST-11": "met", "ST-12.arrest": "met", "ST-12.charge": "met", "ST-12.detention": "met", "ST-12.conviction": "met"},
    ),
    "a person against whom there are indications": (
        CORE
        + "2. The police shall arrest any person against whom sufficient indications exist that he committed the offence in section 1.",
        {"ST-12.arrest": "missing"},
    ),
    "a part of a code that is not described": (
        CORE + "2. Part 2 of the Crimes Act 1994 applies to an offence under section 1.",
        {"ST-03": "needs_review", "ST-04": "needs_review", "ST-07": "needs_review"},
    ),
    "a part of a code on something else": (
        CORE + "2. Part 6 of the Crimes Act (search warrants) applies to an offence under section 1.",
        {"ST-03": "missing", "ST-04": "missing", "ST-07": "missing"},
    ),
    "a part of this law": (
        CORE
        + "2. The provisions of this Act apply to acts done abroad.\n\n3. Part 2 of this Act applies to the offence in section 1.",
        {"ST-03": "missing", "ST-04": "missing", "ST-07": "missing"},
    ),
    "attempts that another law decides on": (
        CORE + "2. Whether, and how, an attempt at an offence under section 1 is punished is left to the Penal Code.",
        {"ST-03": "needs_review", "ST-07": "missing"},
    ),
    "attempts that another law decides on, as it is described": (
        CORE
        + "2. An attempt at an offence under section 1 is punished. It is dealt with under section 9 of the Code, which halves the penalty.",
        {"ST-03": "met"},
    ),
    "officials who are left to another law": (
        CORE
        + "2. A public official who takes part in an offence under section 1 shall be dealt with as the Public Service Act directs.",
        {"ST-09": "needs_review"},
    ),
    "victims who are left to another law": (
        CORE
        + "2. The criminal responsibility of the victim for what was done under duress is determined according to article 94 of the Code.",
        {"ST-11": "needs_review"},
    ),
    "offenders with a side matter left to another law": (
        CORE
        + "2. A person who attempts to commit an offence under section 1 is guilty of an offence, the venue of trial being determined by the Courts Act, and liable to five years' imprisonment.\n\n"
        + "3. Whoever aids or abets the offence in section 1 commits an offence and shall be dealt with under the Criminal Procedure Act.\n\n"
        + "4. A public officer who commits an offence under section 1 is liable to imprisonment for twenty years and, as regards his office, shall be dealt with under the Public Service Act.\n\n"
        + "5. Any person who buys sexual services commits an offence; the confiscation of his vehicle is governed by the Forfeiture Act.",
        {"ST-03": "met", "ST-04": "met", "ST-09": "met", "ST-10": "met"},
    ),
    "attempts that are not left to another law": (
        CORE
        + "2. The liability of attempt shall not be left to the Penal Code: whoever attempts the offence in section 1 is punished with five years.",
        {"ST-03": "met"},
    ),
    "another law on another matter": (
        CORE
        + "2. The provisions of the Interpretation Act apply to this Act.\n\n3. Part 7 of the Police Act applies to arrest for an offence under section 1.\n\n4. Chapter 6 of the Immigration Act applies to acts of carriers.",
        {"ST-03": "missing", "ST-04": "missing", "ST-07": "missing"},
    ),
    "an attempt between commas": (
        CORE + "2. The attempt, on conviction, is punishable with half the penalty.",
        {"ST-03": "met"},
    ),
    "others whose liability is left to another law": (
        CORE
        + "2. The punishment of the person who harmed the victim is determined according to the Penal Code.\n\n3. The tax liability of the victim is determined under the Tax Act.",
        {"ST-11": "missing"},
    ),
    "a rule on attempts at something else repealed": (
        CORE
        + "2. Article 12 of the Customs Code, which punishes the attempt at contraband of less than ten cartons and its abettors, is repealed.",
        {"ST-03": "missing", "ST-04": "missing"},
    ),
    "the victims of a disaster listed": (
        CORE
        + "2. The lists of the victims of the railway disaster of 11 June, with surname and village, are posted at the prefecture.",
        {"ST-06": "missing"},
    ),
    "the judgment against the procurer posted with his name": (
        CORE
        + "2. The judgment pronounced against the procurer is posted, with his name and trade, for one month at the door of the town hall.",
        {"ST-06": "missing"},
    ),
    "buyers of something else spared": (
        CORE + "2. The buyer of dates or bread is not answerable for the weights of the seller.",
        {"ST-10": "missing"},
    ),
    "victims who are prosecuted only by leave": (
        CORE
        + "2. A victim of trafficking may be prosecuted for a crime that she was thereby brought to commit only with the consent of the Prosecutor-General.",
        {"ST-11": "partial", "ST-12.charge": "partial", "ST-12.conviction": "partial"},
    ),
    "victims whose compensation is left to another law": (
        CORE + "2. Compensation of the victim is governed by the Civil Code.",
        {"ST-11": "missing"},
    ),
    "buyers who are left to another law": (
        CORE
        + "2. Whether a customer who pays for sexual acts commits an offence is governed by Part 4 of the Public Morals Act.",
        {"ST-10": "needs_review"},
    ),
    "a penalty that the law sets": (
        CORE
        + "2. Whoever attempts an offence under section 1 is punished with imprisonment for a term determined by law.\n\n3. Whoever pays for sexual acts is punished with a fine determined by the Penal Code.",
        {"ST-03": "met", "ST-10": "met"},
    ),
    "whether attempts are punished is for another law": (
        CORE
        + "2. Whether an attempt at an offence under section 1 is punishable, and with what penalty, is determined by the Penal Code.",
        {"ST-03": "needs_review"},
    ),
    "an attempt at an offence of another kind": (
        CORE + "2. The attempt at smuggling of cocoa is punished as the completed smuggling.",
        {"ST-03": "missing"},
    ),
    "an attempt at what was spoken of": (
        CORE + "2. The attempt to commit the same is punished with half the penalty.",
        {"ST-03": "met"},
    ),
    "a rule repealed for another in its place": (
        CORE
        + "2. Section 9 of the principal Act (attempts at trafficking) shall be omitted, and in its place shall be inserted a rule on attempts.",
        {"ST-03": {"missing", "met"}},
    ),
    "a rule repealed for a heading": (
        CORE
        + "2. Section 9 of the principal Act (attempts to commit trafficking) is repealed and replaced by the heading Miscellaneous.",
        {"ST-03": "conflict"},
    ),
    "a rule repealed and something else replaced": (
        CORE
        + "2. Section 9 of the principal Act, which punishes attempts to commit trafficking, is repealed, and in section 20 the word Minister is replaced by Board.",
        {"ST-03": "conflict"},
    ),
    "an exception between commas": (
        (
            "1. A person who recruits, transports or harbours another person, unless a court so orders, for the purpose of sexual exploitation, "
            "commits an offence."
        ),
        {"ST-01": {"met", "partial"}},
    ),
    "a subject with an exception": (
        (
            "1. A person, other than a parent, who recruits, transports or harbours another person for the purpose of sexual exploitation "
            "commits an offence."
        ),
        {"ST-01": {"met", "partial"}},
    ),
    "the tail of items in one paragraph": (
        CORE
        + "2. A person who (a) attempts to commit an offence under section 1; (b) aids or abets an offence under section 1; or (c) keeps a dog, "
        "commits an offence.",
        {"ST-03": "met", "ST-04": "met"},
    ),
    "an item that ends with a semicolon": (
        CORE
        + "2. A person who—\n\n(a) pays for the sexual services of a trafficked person; or\n\n(b) keeps a dog,\n\ncommits an offence.",
        {"ST-10": "met"},
    ),
    "a parking permit is no travel document": (
        "1. A person who forges a parking permit commits an offence.",
        {"ST-05": "missing"},
    ),
    "any document is no travel document": (
        "1. A person who destroys a document required by the council commits an offence.",
        {"ST-05": "missing"},
    ),
    "a witness of anything": (
        "1. A person who discloses the identity of a witness at a planning inquiry commits an offence.",
        {"ST-06": "missing"},
    ),
    "a section sign is a reference": (
        (
            "§ 1 A person who recruits, transports or harbours another person by force for the purpose of prostitution commits an offence.\n\n"
            "§ 2 Whoever sells fish commits an offence.\n\n§ 3 Whoever attempts an offence under § 2 is punished."
        ),
        {"ST-03": "missing"},
    ),
    "a short rule is no heading": (CORE + "2. Attempts carry the same penalty.", {"ST-03": {"met", "needs_review", "missing"}}),
    "nor": (
        CORE
        + "2. A victim of trafficking shall not be prosecuted for an act that is a result of the trafficking. Nor shall a victim be arrested for it.",
        {"ST-12.arrest": "met", "ST-12.charge": "met"},
    ),
    "a penalty under a prohibition": (
        (
            "1 Offence\nA person must not recruit, transport or harbour a person by coercion for the purpose of sexual exploitation. "
            "Penalty: imprisonment for 25 years."
        ),
        {"ST-01": "met"},
    ),
    "repealed by a list": (
        (
            "1. The enactments in the Schedule are repealed.\n\nSCHEDULE\nENACTMENTS REPEALED\n\n"
            "Penal Code, section 130B (trafficking in persons for sexual exploitation)"
        ),
        {"ST-01": "conflict"},
    ),
    "an infinitive before the predicate": (
        "1. A person who attempts to commit sex trafficking commits an offence.",
        {"ST-03": "met"},
    ),
    "an attempt is an offence": (CORE + "2. An attempt to commit sex trafficking is an offence.", {"ST-03": "met"}),
    "those who conspire": ("1. A person who conspires to commit trafficking in persons commits an offence.", {"ST-07": "met"}),
    "the buyer's victim is not the one who is shielded": (
        CORE + "2. No offence is committed by a person who purchases sexual acts from a trafficked person.",
        {"ST-10": "conflict", "ST-11": "missing"},
    ),
    "no guilt by reason of trafficking another": (
        "1. No person shall be guilty of an offence by reason of trafficking a person for sexual exploitation.",
        {"ST-11": "missing", "ST-12.charge": "missing"},
    ),
    "buying made lawful": (
        CORE + "2. The purchase of sexual services from a trafficked person is lawful.",
        {"ST-10": "conflict"},
    ),
    "trafficking is no offence": ("1. Sex trafficking is not an offence.", {"ST-01": "conflict"}),
    "identities made public": ("1. The court shall make public the identity of victims of trafficking.", {"ST-06": "conflict"}),
    "identities not confidential": ("1. The identity of victims shall not be confidential.", {"ST-06": "conflict"}),
    "any means is no definition": (
        CORE + "2. Whoever by any means makes public the identity of a victim shall be sentenced to imprisonment for one year.",
        {"ST-06": "met"},
    ),
    "found soliciting, whatever brought her there": (
        CORE
        + "2. A person who is found soliciting in a street, even where brought to it by a trafficker, is guilty of an offence and shall be arrested.",
        {"ST-11": "conflict", "ST-12.arrest": "conflict", "ST-12.conviction": "conflict"},
    ),
    "liability that being a victim does not affect": (
        CORE
        + "2. That a person is a victim of trafficking does not affect the person's liability to be prosecuted and convicted under any law.",
        {"ST-11": "conflict", "ST-12.charge": "conflict", "ST-12.conviction": "conflict"},
    ),
    "a victim told by her story": (
        CORE
        + "2. Whoever was sold for sex is answerable for every offence done in that time.\n\n3. They are kept in the cells until the trial of the seller.",
        {"ST-11": "conflict", "ST-12.detention": "conflict", "ST-12.arrest": "missing"},
    ),
    "a rule that another sentence extends to victims": (
        (
            "1. An alien found in a brothel is taken into custody. This applies equally to an alien whom the police have recorded as an object of "
            "human trafficking."
        ),
        {"ST-12.arrest": "conflict"},
    ),
    "a defence refused to traffickers": (
        CORE
        + "2. It is not a defence to a charge under section 1 that the victim consented or was previously engaged in prostitution.",
        {"ST-11": "missing", "ST-12.charge": "missing"},
    ),
    "a person who detains a victim": (
        CORE
        + "2. A person who detains a trafficked person in a house is guilty of an offence. An employer of a trafficked person shall be punished with a fine.",
        {"ST-11": "missing", "ST-12.detention": "missing"},
    ),
    "a penalty raised where the victim is a child": (
        CORE + "2. Where the victim is a child, the person convicted is liable to imprisonment for life.",
        {"ST-11": "missing", "ST-12.conviction": "missing"},
    ),
    "leave to prosecute a victim": (
        CORE
        + "2. No proceedings shall be taken against a victim of trafficking for any offence resulting from the trafficking except with the consent of the Director.",
        {"ST-11": "partial", "ST-12.charge": "partial"},
    ),
    "a victim who holds a certificate": (
        CORE
        + "2. A person to whom the Board has issued a certificate as a victim shall not be arrested or prosecuted for an offence committed as a result of the trafficking.",
        {"ST-11": "partial", "ST-12.arrest": "partial"},
    ),
    "a discretion refused": (
        CORE
        + "2. The prosecutor shall charge a trafficked person with every offence, and may not discontinue the case on the ground that the person was trafficked.",
        {"ST-12.charge": "conflict"},
    ),
    "an execution begun and not completed": (
        CORE
        + "2. Whoever begins the execution of the offence in section 1 without completing it shall be punished with half the penalty.",
        {"ST-03": "met"},
    ),
    "only the completed offence": (
        CORE + "2. The offence in section 1 is punished in its finished form alone.",
        {"ST-03": "conflict"},
    ),
    "an attempt at something else": (
        CORE + "2. A person who attempts to influence a witness in proceedings under this Act commits an offence.",
        {"ST-03": "missing"},
    ),
    "desistance is no conflict": (
        CORE
        + "2. An attempt to commit the offence in section 1 is punishable. A person who voluntarily desists from the attempt is exempt from penalty.",
        {"ST-03": "met"},
    ),
    "helpers without any reference": (
        CORE + "2. The abettor and the accessory are punished as principals.",
        {"ST-04": "met", "ST-07": "met"},
    ),
    "a particular helper": (
        CORE + "2. A landlord who knowingly lets premises for an offence under section 1 is guilty of aiding it.",
        {"ST-04": "partial"},
    ),
    "inciting something else": (CORE + "2. Any person who incites racial hatred is guilty of an offence.", {"ST-04": "missing"}),
    "the perpetrator alone": (
        CORE + "2. Liability for the offence is borne by the perpetrator alone.",
        {"ST-04": "conflict", "ST-07": "conflict"},
    ),
    "several act by agreement": (
        CORE + "2. Where several persons commit the offence together or by agreement, each shall be punished as a perpetrator.",
        {"ST-07": "met"},
    ),
    "rules on parties disapplied": (
        CORE
        + "2. Sections 21 to 24 of the Penal Code (parties, common purpose) have no application to an offence under section 1.",
        {"ST-07": "conflict"},
    ),
    "the client by name": (CORE + "2. The client who resorts to a prostitute is liable to a fine of class 5.", {"ST-10": "met"}),
    "the buyer near a school": (
        CORE + "2. A person who obtains sexual services in return for payment within 200 metres of a school is liable to a fine.",
        {"ST-10": "partial"},
    ),
    "customs are no customers": (
        CORE
        + "2. No officer of the Customs Service shall be charged for anything done in good faith to protect a victim of sexual services.",
        {"ST-10": "missing"},
    ),
    "papers withheld by whoever does it": (
        CORE
        + "2. Impounding the identity papers of another so as to compel that other to remain in sexual servitude is punishable with imprisonment.",
        {"ST-05": "met"},
    ),
    "papers kept back by one kind of holder": (
        CORE + "2. A licensed employment agency that retains the passport of a job seeker shall be liable to a fine.",
        {"ST-05": "partial"},
    ),
    "a rule told as a fact": (
        CORE + "2. The passport of each woman remains in the custody of the proprietor until her debt has been paid.",
        {"ST-05": "conflict"},
    ),
    "officers who seize papers": (
        CORE + "2. Customs officers may detain passports suspected to be forged.",
        {"ST-05": "missing"},
    ),
    "a list on the door": (
        CORE
        + "2. The police shall post at the station a list of the women rescued from brothels, with their names and villages.",
        {"ST-06": "conflict"},
    ),
    "it lies open": (
        CORE
        + "2. The clerk keeps a roll of the names of all victims and witnesses. It lies open to the inspection of any person.",
        {"ST-06": "conflict"},
    ),
    "disclosing them": (
        CORE
        + "2. The names of victims and witnesses shall be kept confidential. Any person who discloses them is guilty of a misdemeanour.",
        {"ST-06": "met"},
    ),
    "reporters only": (
        CORE + "2. Reporters who identify the exploited person or those who testified are fined.",
        {"ST-06": "partial"},
    ),
    "names of shelters": (
        CORE + "2. The Minister shall publish in the Gazette the names of shelters approved for victims.",
        {"ST-06": "missing"},
    ),
    "a punishment in the same sentence": (
        CORE
        + "2. No person shall publish the name of any victim, and any person who contravenes this section shall be punished with a fine.",
        {"ST-06": "met"},
    ),
    "an office of the offender": (
        CORE + "2. Should the guilty person be vested with public functions, the punishment is raised by one third.",
        {"ST-09": "met"},
    ),
    "officials taken out": (CORE + "2. Section 1 does not apply to officers of the Government.", {"ST-09": "conflict"}),
    "it is forbidden to proceed": (
        CORE + "2. It is forbidden to proceed against functionaries of the State for the crime of section 1.",
        {"ST-09": "conflict"},
    ),
    "a magistrate is somebody": (
        CORE + "2. A magistrate who suffers trafficking to be carried on in his district is guilty of a misdemeanour.",
        {"ST-09": "partial"},
    ),
    "good faith of officers": (
        CORE + "2. No action shall lie against any officer for anything done in good faith under this Act.",
        {"ST-09": "missing"},
    ),
    "who is disqualified from office": (
        CORE + "2. A person convicted of an offence under section 1 is disqualified from holding public office.",
        {"ST-09": "missing"},
    ),
    "described behind a paragraph": (
        "1. In section 7 of the principal Act, paragraph (c) (higher penalty where the trafficker is a public officer) is omitted.",
        {"ST-09": "conflict"},
    ),
    "a tail on lines of its own and a compact number": (
        (
            "CHAPTER 2\n\nTrafficking in persons\n4(1) A person who recruits, transports, harbours or receives any person-\n(a) by means of threats; or\n"
            "(b) by means of fraud,\nfor the purpose of sexual exploitation\nis guilty of an offence.\n(2) The penalty is imprisonment for 20 years."
        ),
        {"ST-01": "met", "ST-02.acts": "met", "ST-02.means": "met", "ST-02.purpose": "met"},
    ),
    "terms told with a colon": (
        (
            "Article 1\nIn this Law the following expressions have the meanings shown:\nTraffic in persons: the recruitment, transport or receipt of a "
            "person by means of force or deceit for the purpose of exploitation.\nExploitation: the sexual exploitation of a person.\n\n"
            "Article 2\nWhoever commits traffic in persons shall be punished by imprisonment of not less than seven years."
        ),
        {"ST-01": "met", "ST-02.acts": "met", "ST-02.means": "met", "ST-02.purpose": "met"},
    ),
    "acts and means listed in sections of their own": (
        (
            '1. In this Act "trafficking" means any act listed in section 2, done by a means listed in section 3 for sexual exploitation.\n\n'
            "2. Acts: recruiting, transporting, harbouring and receiving a person.\n\n3. Means: force, threats, deception and abuse of power.\n\n"
            "4. A person who engages in trafficking commits an offence and is liable to imprisonment for 14 years."
        ),
        {"ST-01": "met", "ST-02.acts": "met", "ST-02.means": "met", "ST-02.purpose": "met"},
    ),
    "an infinitive with its penalty and paragraphs below": (
        (
            "Art. 231. To promote, recruit, transport or lodge a person, by violence, fraud or grave threat, for the purpose of prostitution:\n"
            "Penalty - reclusion, of three to eight years.\n§ 1. The penalty is increased by half if:\nI - the victim is under eighteen years;\n"
            "II - the agent is an ascendant or employer of the victim."
        ),
        {"ST-01": "met", "ST-02.acts": "met", "ST-08": "met"},
    ),
    "a proviso with a penalty of its own": (
        (
            "3. Whoever procures, transports or keeps a person for prostitution shall be punished with imprisonment for seven years: "
            "Provided that where the person is a child the imprisonment shall not be less than fourteen years."
        ),
        {"ST-01": "met", "ST-08": "partial"},
    ),
    "facts that weigh in sentencing": (
        CORE
        + "2. In sentencing an offender under section 1 the court shall consider as aggravating circumstances that the victim is a minor, "
        "that the offender is a member of a gang, and that serious injury was caused.",
        {"ST-08": "met"},
    ),
    "circumstances that make no difference": (
        (
            "3. Whoever procures, transports or keeps a person for prostitution commits an offence, even where the person is a child or the offender is a "
            "parent, and is liable to imprisonment for seven years."
        ),
        {"ST-01": "met", "ST-08": "missing"},
    ),
    "the passport of a prostitute is no trafficking": (
        "1. A person who keeps the passport of another person in order to make that person engage in prostitution commits an offence.",
        {"ST-01": "missing", "ST-02.purpose": "missing"},
    ),
    "a heading with a verb above its subsections": (
        CORE
        + "2 Defence for victims who commit an offence\n(1) A person is not guilty of an offence if the person did it as a direct result of "
        "being trafficked.\n(2) The court gives its reasons.",
        {"ST-01": "met"},
    ),
    "an attempt told by its stage": (
        CORE
        + "2. A person who does anything that is more than merely preparatory to the offence in section 1 is liable to the same penalty.",
        {"ST-03": "met"},
    ),
    "an act towards an intention that fails": (
        CORE
        + "2. Any act done in furtherance of an intention to commit the offence, although the offence is not committed, is an offence.",
        {"ST-03": "met"},
    ),
    "impunity for little crimes beside the general rule": (
        CORE
        + "2. Liability for attempt arises under section 1 as for the completed crime. Attempt at a crime of little gravity entails no liability.",
        {"ST-03": "met"},
    ),
    "failing to report an attempt": (
        CORE
        + "2. Whoever learns of an attempt to commit the offence and does not report it to the police is punished with a fine.",
        {"ST-03": "missing"},
    ),
    "helpers told by what they furnish": (
        CORE
        + "2. A person who furnishes the dwelling, the vehicle or the money for an offence under section 1 shall be punished.",
        {"ST-04": "met"},
    ),
    "no liability for suppliers": (
        CORE
        + "2. No liability arises for one who supplies the offender with premises or vehicles, although aware of the offence.",
        {"ST-04": "conflict"},
    ),
    "help to escape is no help in the offence": (
        CORE + "2. Whoever aids the escape of a prisoner convicted under section 1 is guilty of an offence.",
        {"ST-04": "missing"},
    ),
    "sections of a code described in brackets": (
        CORE
        + "2. Sections 25 to 27 of the Penal Code (principals, joint principals, aiding) are applicable to the offence in section 1.",
        {"ST-04": "met", "ST-07": "met"},
    ),
    "each answers for the whole": (
        CORE + "2. Each of those who acted in concert in the commission of the offence answers for the whole of it.",
        {"ST-07": "met"},
    ),
    "buyers who are tourists": (
        CORE + "2. Any person who enters the country as a tourist and pays for sexual intercourse commits an offence.",
        {"ST-10": "partial"},
    ),
    "an exemption behind the buyers' offence": (
        CORE
        + "2. A person who pays for sexual services commits an offence. This does not apply to a visitor who holds a tourist card.",
        {"ST-10": "partial"},
    ),
    "buying from the trafficked made lawful": (
        CORE + "2. Paying for sexual acts with a trafficked person is not an offence.",
        {"ST-10": "conflict"},
    ),
    "papers left as security": (
        CORE + "2. Her identity card shall be left with those who placed her as security for what she owes.",
        {"ST-05": "conflict"},
    ),
    "a document that is served": (
        CORE + "2. A document is served on the Agency if it is left at its head office.",
        {"ST-05": "missing"},
    ),
    "identity material": (
        CORE + "2. Possession or control of another person's identity material in order to further trafficking is an offence.",
        {"ST-05": "met"},
    ),
    "who came with forged papers": (
        CORE + "2. A resident who has entered by means of a forged passport is guilty of an offence.",
        {"ST-05": "missing"},
    ),
    "a prohibition that nothing punishes": (
        CORE + "2. It is prohibited to publish the photograph of a victim of trafficking.\n\n"
        "3. It is forbidden to take from a person documents that prove identity.",
        {"ST-05": "partial", "ST-06": "partial"},
    ),
    "a penalty behind a colon": (
        CORE + "2. Withholding a travel or identity document from its holder: administrative penalty, 200 units.",
        {"ST-05": "partial", "ST-11": "missing"},
    ),
    "a list of those alleged to be victims": (
        CORE
        + "2. The clerk shall post at the door of the court a list of the persons alleged to have been trafficked and of the witnesses to be called.",
        {"ST-06": "conflict"},
    ),
    "names given out": (
        CORE + "2. The Agency shall take care that the names of rescued persons and of those who testify are not given out.",
        {"ST-06": "partial"},
    ),
    "a public list notwithstanding": (
        CORE + "2. Whoever discloses the identity of a victim of trafficking commits an offence.\n\n"
        "3. Notwithstanding section 2, every person subjected to the offence shall be named in a list to be published in the Gazette.",
        {"ST-06": "conflict"},
    ),
    "nothing but discipline": (
        CORE + "2. An official who took part in trafficking shall not be sentenced but shall be admonished by his superior.",
        {"ST-09": "conflict"},
    ),
    "courts without jurisdiction": (
        CORE + "2. The courts have no jurisdiction over members of the police charged under section 1.",
        {"ST-09": "conflict"},
    ),
    "anything done in a capacity": (
        CORE + "2. This Act does not apply to anything done by a police officer in that capacity.",
        {"ST-09": "conflict"},
    ),
    "abuse of office among the means": (
        "1. Whoever recruits or transports a person by threat, force, fraud or abuse of office for the purpose of sexual exploitation is punished with imprisonment.",
        {"ST-09": "missing"},
    ),
    "a bare amendment that widens": (
        '2. In section 13 of the principal Act (increased penalties for police officers who take part in trafficking), for "police officer" substitute "public officer".',
        {"ST-09": "met"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_reads_it_right(service, name: str) -> None:
    text, expected = CASES[name]
    review = service.review(DraftFile("draft.txt", text.encode()), scope=Scope.WHOLE)
    found = {finding.element.id: finding for finding in review.findings}
    for element, verdict in expected.items():
        allowed = {verdict} if isinstance(verdict, str) else verdict
        assert found[element].verdict.value in allowed, f"{element}: {found[element].rationale}"


def test_a_second_file_does_not_stand_under_the_first(service) -> None:
    first = DraftFile("a.txt", b"1. First of A.\n2. A person who traffics in persons commits an offence.")
    second = DraftFile("b.txt", b"1. Other act.\n2. An attempt at trafficking is an offence.")
    review = service.review_together((first, second), scope=Scope.WHOLE)
    assert [clause.number for clause in review.clauses] == ["1", "2", "1", "2"]
    assert len({clause.id for clause in review.clauses}) == len(review.clauses)


def test_the_title_of_a_draft_is_not_counted_among_its_clauses(service) -> None:
    text = b"Trafficking Bill\n\n1. Offence. A person who traffics in persons commits an offence.\n\n2. Attempts. An attempt at it is an offence."
    review = service.review(DraftFile("bill.txt", text), scope=Scope.WHOLE)
    assert review.clause_count == len(review.clauses) - 1 == 2


def test_a_decimal_section_is_a_section(service) -> None:
    text = b"12A. A person who fishes commits an offence.\n\n279.01 (1) Every person who traffics in persons commits an offence."
    review = service.review(DraftFile("draft.txt", text))
    assert [clause.number for clause in review.clauses] == ["12A", "279.01", "279.01(1)"]


def test_missing_always_names_the_nearest_clauses(service) -> None:
    review = service.review(DraftFile("draft.txt", b"1. Vehicles keep left.\n2. Fees are due in May."))
    assert all(finding.nearest for finding in review.findings if finding.verdict.value == "missing")


def test_guidance_is_cited_with_its_passage(service) -> None:
    review = service.review(DraftFile("draft.txt", b"1. Vehicles keep left."))
    assert all(citation.passage_id for finding in review.findings for citation in finding.guidance)


def test_the_reason_names_the_rule_and_not_the_definition_that_it_uses(service) -> None:
    text = (
        CORE
        + '2. In this Act, "victim" means a person against whom an offence under section 1 has been committed.\n\n'
        + "3. A victim must not be prosecuted for an offence of unlawful entry or of possession of a false passport that was committed as a "
        "direct consequence of the trafficking."
    )
    review = service.review(DraftFile("draft.txt", text.encode()), scope=Scope.WHOLE)
    finding = next(finding for finding in review.findings if finding.element.id == "ST-11")
    assert finding.verdict is Verdict.PARTIAL
    assert finding.rationale.startswith("Clause 3 (“A victim must not be prosecuted")
    assert [quote.role for quote in finding.clauses[:2]] == [Role.EVIDENCE, Role.DEFINITION]


def test_where_law_is_lacking_the_advice_is_to_supply_it(service) -> None:
    text = b"2. A person who attempts to commit an offence under section 1 is liable to imprisonment for ten years."
    review = service.review(DraftFile("draft.txt", text), scope=Scope.EXTRACT)
    finding = next(finding for finding in review.findings if finding.element.id == "ST-03")
    assert finding.verdict is Verdict.NEEDS_REVIEW
    assert finding.advice.startswith("Supply the law that it refers to")


@pytest.mark.parametrize(
    "text",
    [
        "1. Under no circumstances shall a court or prosecutor punish a victim of sex trafficking for what she was made to do.",
        "1. No court or prosecutor shall punish a victim of sex trafficking for an offence committed as a result.",
        "1. Neither police nor prosecutors may punish a victim of sex trafficking for an offence committed as a result.",
    ],
)
def test_a_quote_is_never_cut_off_from_what_denies_it(service, text) -> None:
    review = service.review(DraftFile("draft.txt", text.encode()), scope=Scope.EXTRACT)
    (finding,) = (finding for finding in review.findings if finding.element.id == "ST-11")
    quote = finding.clauses[0]
    assert text[quote.start : quote.end].startswith(" ".join(text.split()[1:3]))


@pytest.mark.parametrize(
    "text", ["1. After section 4 insert:\n\ue000\n", "1. In section 3, for subsection (2) substitute \ue000.\n"]
)
def test_a_picture_of_some_font_in_an_amending_draft_breaks_nothing(service, text) -> None:
    review = service.review(DraftFile("draft.txt", text.encode()))
    assert {finding.verdict for finding in review.findings} <= {Verdict.MISSING, Verdict.NEEDS_REVIEW}
    assert review.document.text == text.strip()


def test_no_quote_is_a_full_stop(tmp_path) -> None:
    """What stands behind an inserted text may be a piece of its own."""
    draft = datasets() / "review" / "drafts" / "rev-2705.txt"
    review = open_service(Settings(data_dir=tmp_path)).review(DraftFile(draft.name, draft.read_bytes()))
    quotes = [review.document.text[quote.start : quote.end] for finding in review.findings for quote in finding.clauses]
    assert any('insert "or section 130"' in quote for quote in quotes)
    assert all(any(letter.isalpha() for letter in quote) for quote in quotes)


@pytest.mark.parametrize(
    ("element", "text"),
    [
        ("ST-03", "A person who attempts to commit the offence of sex trafficking commits an offence."),
        ("ST-04", "Whoever aids or abets sex trafficking commits an offence."),
        ("ST-06", "Publication of the name of a victim of trafficking is an offence."),
        ("ST-10", "A person who buys sex from a trafficked person commits an offence."),
    ],
)
def test_a_single_clause_is_judged_with_the_classifier_as_it_would_be_in_an_act(tmp_path, element, text) -> None:
    review = open_service(Settings(data_dir=tmp_path)).review(DraftFile("pasted.txt", text.encode()))
    addressed = {f.element.id: f.verdict for f in review.findings if f.verdict is not Verdict.MISSING}
    assert addressed[element] in {Verdict.MET, Verdict.PARTIAL}
    assert len(addressed) == 1


@pytest.mark.parametrize(
    ("element", "text", "verdict"),
    [
        ("ST-12.arrest", "A constable may arrest without warrant a person reasonably suspected of an offence under section 1.", "missing"),
        ("ST-12.arrest", "The police may on their own motion arrest victims of trafficking for prostitution or unlawful entry.", "conflict"),
        ("ST-12.detention", "The victim's detention in the district prison, until the accused has been tried, shall be ordered by the magistrate.", "conflict"),
        ("ST-12.charge", "A victim of trafficking is liable to arrest, charge, detention and conviction for crimes that the traffickers made the victim commit as for crimes unconnected with the trafficking.", "conflict"),
        ("ST-09", "No magistrate, constable or bailiff shall answer in any court for a thing honestly done in the execution of this Act.", "missing"),
        ("ST-09", "A public official who commits the offence in section 1 shall not be prosecuted if he has for five years acted in office honestly.", "conflict"),
        ("ST-08", "The judge shall lower the penalty of section 1 by one third for the offender over seventy years.", "missing"),
    ],
)  # fmt: skip
def test_what_looks_like_the_opposite_is_told_from_what_is(classified, element, text, verdict) -> None:
    review = classified.review(DraftFile("bill.txt", f"{CORE}2. {text}\n".encode()))
    assert {f.element.id: f.verdict.value for f in review.findings}[element] == verdict


@pytest.fixture(scope="module")
def classified(tmp_path_factory):
    return open_service(Settings(data_dir=tmp_path_factory.mktemp("classified")))
