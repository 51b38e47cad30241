from django.test import Client


def test_it_answers_on_the_front_page(db: None, client: Client) -> None:
    assert client.get("/").status_code == 200
