"""A request that meets a database in trouble is told that nothing was stored, and when to come again."""

from tests.bot.exchange.api.conftest import Api
from tests.bot.exchange.api.test_activities import CALL, total


def test_a_request_while_the_database_is_gone_is_told_to_come_again(sqlite_api: Api) -> None:
    assert sqlite_api.post("activities", CALL).status_code == 201
    file = sqlite_api.database.file
    assert file is not None
    away = file.rename(file.with_name("away"))
    answer = sqlite_api.post("activities", {**CALL, "external_id": "dialler-2"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert answer.json()["detail"].startswith("Nothing was saved, because Pacer's database isn't available.")
    away.rename(file)
    assert sqlite_api.post("activities", {**CALL, "external_id": "dialler-2"}).status_code == 201
    assert total(sqlite_api, sqlite_api.cast.ana) == (6, 2)
