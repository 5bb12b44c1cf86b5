"""The legislative sentence taken apart: whom a predicate binds, and whom or what it is turned toward."""

from __future__ import annotations

from bot.reviewing.predicates import STOPS, Predicate, Predicates
from bot.reviewing.sentence_parts import HEAD, WINDOW, Region

_INDIRECT = frozenset({"of", "by", "because", "with", "as", "concerning", "regarding"})


class Sentence(Predicates):
    """One provision, taken apart with the lexicon."""

    def acts_on_object(self, predicate: Predicate) -> bool:
        """Such as "must not arrest that person": the subject acts, and the one it is done to stands elsewhere in the sentence."""
        helpers = self.tokens[predicate.begin : predicate.at]
        passive = {"be", "been"} & set(helpers) or ({"is", "are"} & set(helpers) and "to" not in helpers)
        if predicate.begin == predicate.at:  # "the watch keeps such a person in custody"
            verb = self.tokens[predicate.at]
            return predicate.subject < predicate.at and bool(
                {verb.removesuffix("s"), verb.removesuffix("es")} - {verb} & self._lexicon.words["acting_on"]
            )
        return self.among(predicate.at, "acting_on") and not passive

    def describes(self, predicate: Predicate) -> bool:
        """Such as "a person who detains another": the verb stands in a relative clause and does nothing by this rule."""
        if predicate.begin != predicate.at:
            return False
        noun = predicate.after == predicate.at + 1 and self.among(predicate.at, "acting_on")  # "arrest" in a heading
        return noun or (predicate.at > 0 and self.tokens[self._behind_relative(predicate.at) - 1] in {"who", "which", "that"})

    def _behind_relative(self, index: int) -> int:
        """Back over what commas enclose: "who, for reward, frees"."""
        if not self._comma_before(index):
            return index
        return next((i for i in range(index - 1, max(index - WINDOW, 0), -1) if self._comma_before(i)), index)

    def subject_end(self, predicate: Predicate) -> int:
        """The word behind the subject's head: the relative pronoun, or the first auxiliary."""
        if self.tokens[predicate.subject : predicate.subject + 1] == ["whoever"]:
            return min(predicate.subject + 1, predicate.begin)
        between = range(predicate.subject + self._is_pointing(predicate.subject), predicate.begin)
        return next((i for i in between if self.among(i, "relatives") or self.among(i, "modals")), predicate.begin)

    def is_thing(self, first: int, last: int) -> bool:
        """Whether a subject is a thing or an institution ("No proceedings", "the court"), so that the one concerned stands elsewhere."""
        head = [i for i in range(first, last) if not self.among(i, "determiners")]
        if not head:
            return True
        if self.tokens[last : last + 1] == ["who"]:
            return False  # "a magistrate who sells"
        agents = self.among(head[0], "person_nouns") or (len(head) > 1 and self.among(head[0], "authorities"))
        if self.among(head[-1], "impersonal") and not agents:
            return True
        return self.among(head[0], "impersonal") and (len(head) == 1 or self.among(head[1], "thing_links"))

    def points_back(self, predicate: Predicate) -> bool:
        """Whether the subject stands for one named before: "She shall be ...", "Such a person shall be ..."."""
        first = predicate.subject
        if first >= min(predicate.begin, len(self.tokens)):
            return False
        if self.tokens[first] == "it" and first + 1 == predicate.begin and predicate.at - predicate.begin <= 1:
            # "It is punished by ...", not "It is unlawful for any person to ..."
            return self.tokens[predicate.after : predicate.after + 1] not in (["for"], ["to"])
        alone = first + (3 if self.tokens[first + 1 : first + 2] == ["or"] else 1)  # "he or she"
        if (self.among(first, "pronouns") and alone >= self.subject_end(predicate)) or self.among(first, "pointing"):
            return True
        if self.among(predicate.begin - 1, "pronouns") and not self.among(first, "subject_starts"):
            return True  # "until sentence they are ..."
        head = range(first + 1, min(first + HEAD, predicate.begin))
        noun = next((i for i in head if self.among(i, "person_nouns")), None)
        if noun is None:
            return False
        bare = noun + 1 >= self.subject_end(predicate) and self.tokens[first] == "the" and noun == first + 1
        bare &= not self.tokens[min(noun + 1, len(self.tokens) - 1)].endswith("ed")
        return bare or "so" in self.tokens[noun + 1 : noun + 2] or self._taken_under(noun + 1)

    def _taken_under(self, index: int) -> bool:
        """Such as "arrested under this section", said of a person."""
        return self.tokens[index + 1 : index + 2] == ["under"] and self.among(index, "acted_upon")

    def object_points_back(self, predicate: Predicate) -> bool:
        """Such as "shall detain such person", "shall keep her in custody"."""
        if self._names_nobody(predicate):
            return True
        near = range(predicate.at + 1, len(self.tokens))
        noun = next((i for i in near if self.among(i, "person_nouns") or self.among(i, "others")), len(self.tokens))
        if any(self.among(i, "object_pronouns") for i in range(predicate.at + 1, min(noun, predicate.at + 1 + HEAD))):
            return True
        if noun >= len(self.tokens):
            return False
        return self.among(noun - 1, "pointing") or self.among(noun - 2, "pointing") or self.tokens[noun - 1] == "the"

    def _names_nobody(self, predicate: Predicate) -> bool:
        """Such as "the court shall convict on proof of it": the one it is done to was named before."""
        stop = next((i for i in range(predicate.after, len(self.tokens)) if self.tokens[i] in STOPS), len(self.tokens))
        return not any(self.among(i, "person_nouns") or self.among(i, "others") for i in range(predicate.at, stop))

    def thing_points_back(self, predicate: Predicate) -> bool:
        """Such as "a charge shall be brought against every person so found", "against her"; "no bail is allowed"."""
        if predicate.subject == predicate.begin:
            return False
        if self._names_nobody(predicate):
            return True
        behind = range(predicate.at + 1, len(self.tokens))
        noun = next((i for i in behind if self.among(i, "person_nouns") or self.among(i, "others")), None)
        pronoun = next((i for i in behind if self.among(i, "object_pronouns")), None)
        if pronoun is not None and (noun is None or pronoun < noun):
            return True
        return noun is not None and (self.among(noun - 1, "pointing") or "so" in self.tokens[noun + 1 : noun + 2])

    def verbs(self, predicate: Predicate) -> Region:
        """The predicate with the row of verbs or nouns behind it ("immune from arrest, detention and prosecution"), and a subject that is a thing."""
        first = predicate.subject if self.is_thing(predicate.subject, predicate.begin) else predicate.begin
        limit = min(len(self.tokens), predicate.after + WINDOW)
        stop = next((i for i in range(predicate.after, limit) if self.among(i, "row_ends")), limit)
        return self.region(first, stop) or (self.words.starts[predicate.at], self.words.ends[predicate.after - 1])

    def toward(self, predicate: Predicate, reach: int, *, blames: bool) -> Region | None:
        """From the predicate some words on: "... against a person who", "... for any person to".

        Args:
            predicate: the predicate, whose subject is a thing or an authority.
            reach: the most words behind it.
            blames: whoever is blamed is named directly ("... against a farmer", not "increase the fine by half, because of a farmer").
        """
        if "it" in (*self.tokens[predicate.subject : predicate.subject + 1], self.tokens[predicate.begin - 1]):
            return self._for_whom(predicate, reach)
        behind = range(predicate.after, len(self.tokens))
        stop = next((i for i in behind if self._ends_person(i) or (blames and self.tokens[i] in _INDIRECT)), len(self.tokens))
        return self.region(predicate.begin, min(stop, predicate.after + reach))

    def against(self, predicate: Predicate) -> Region | None:
        """Such as "a farmer" in "Proceedings against a farmer shall be dropped": the one whom a subject that is a thing is turned against."""
        found = next((i for i in range(predicate.subject, predicate.begin) if self.tokens[i] == "against"), None)
        return self.region(found, min(found + WINDOW, predicate.begin)) if found is not None else None

    def _ends_person(self, index: int) -> bool:
        """What ends the naming of a person: a stop, a condition, or the clause that tells what the person does."""
        return self.tokens[index] in STOPS or self.among(index, "conditions") or self.tokens[index] in {"who", "which", "because"}

    def _for_whom(self, predicate: Predicate, reach: int) -> Region | None:
        """In "it is an offence for a person to ..." the person; nobody in "it is an offence to ..."."""
        near = range(predicate.after, min(predicate.after + reach, len(self.tokens)))
        first = next((i for i in near if self.tokens[i] == "for"), None)
        if first is None:
            return None
        last = next((i for i in range(first, len(self.tokens)) if self.tokens[i] in {"to", "that", *STOPS}), first + reach)
        return self.region(first + 1, last)
