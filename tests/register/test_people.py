from tests import people


def test_it_tells_an_owners_agent_from_a_stranger(db: None) -> None:
    owner = people.organisation()
    assert {m.person.username for m in owner.mandates.all()} == set()
    people.alzbeta(), people.boris(), people.cyril(), people.zita()
    assert {m.person.username for m in owner.mandates.all()} == {"alzbeta", "boris"}


def test_it_names_a_person_by_key_and_name(db: None) -> None:
    alzbeta = people.alzbeta()
    assert alzbeta.as_actor == f"person:{alzbeta.pk} Alžbeta Agátová"
