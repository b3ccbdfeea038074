"""What the contract test tells schemathesis of the shop.

Generated requests know the contract and nothing else: no SKU that is sold, no basket, no session. This file makes some of
those that should be well answered into ones that really can be: with goods of the shop, by somebody who is signed in, with
an order that agrees with the basket. Requests that are wrong on purpose are left as they were generated.
"""

import itertools
import json
import os
import uuid
import zlib
from decimal import Decimal

import requests
import schemathesis
from schemathesis import GenerationMode

SHOP = os.environ["GIANO_URL"]
# Who visits: the e-mail of one of the demonstration's people, or nothing for a guest.
EMAIL = os.environ.get("GIANO_CONTRACT_EMAIL", "")
PASSWORD = "giano-demo"
COOKIES = ("__Host-giano-session", "__Host-giano-basket", "giano-face")
CARD_TOKENS = ("tok_success", "tok_declined", "tok_challenge", "tok_late")


class Visitor:
    """Somebody with a browser, and with a new address for every request, so that no limit of one address is reached."""

    def __init__(self):
        self.cookies = {}
        self.requests = itertools.count()
        self.sign_in()

    def headers(self):
        number = next(self.requests)
        headers = {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return headers

    def ask(self, method, path, body=None):
        """Asks beside the test; None where the shop does not answer well."""
        answer = requests.request(method, SHOP + path, json=body, headers=self.headers(), timeout=30)
        self.keep(answer.headers.get("set-cookie", ""), answer.cookies.items())
        return answer.json() if answer.ok else None

    def keep(self, set_cookie, cookies):
        for name, value in cookies:
            # An empty one is a cookie that the shop takes back.
            if name in COOKIES and value:
                self.cookies[name] = value
            elif name in COOKIES and f"{name}=;" in set_cookie:
                self.cookies.pop(name, None)

    def sign_in(self):
        if not EMAIL:
            return
        self.cookies.pop("__Host-giano-session", None)
        if self.ask("POST", "/api/session", {"email": EMAIL, "password": PASSWORD}) is None:
            raise SystemExit(f"{EMAIL} cannot sign in")

    def basket(self):
        """The basket with something in it."""
        basket = self.ask("GET", "/api/basket")
        if basket and basket["lines"]:
            return basket
        # Always something else: what is ordered often is sold out in the end.
        self.ask("POST", "/api/basket/lines", {"lines": lines(next(self.requests))})
        basket = self.ask("GET", "/api/basket")
        return basket if basket and basket["lines"] else None


visitor = Visitor()


def first_of(path, within, *fields):
    return [entry[field] for entry in (visitor.ask("GET", path) or {}).get(within, []) for field in fields]


CARDS = (visitor.ask("GET", "/api/products?per_page=96") or {})["products"]
SLUGS = [card["slug"] for card in CARDS]
CATEGORIES = first_of("/api/categories", "categories", "slug")
KINDS = ("guides", "cases", "trades", "posts", "service")
CONTENT = [(kind, slug) for kind in KINDS for slug in first_of(f"/api/content/{kind}", "items", "slug")]
# Numbers of orders, each with its key where it was placed here.
ORDERS = [(number, None) for number in first_of("/api/orders", "orders", "number")] if EMAIL else []
COMPANIES = first_of("/api/session/companies", "companies", "id") if EMAIL else []
# Payments that a bank asks about.
PAYMENTS = []
GUEST = {"email": "guest@example.com", "name": "Ada Bianchi", "street": "Via Po 3", "postal_code": "10123", "city": "Torino"}


def chosen(number, values):
    return values[number % len(values)]


def line(number):
    """A line that can be ordered."""
    card = chosen(number, CARDS)
    return {"sku": card["sku"], "quantity": card["quantities"]["minimum"]}


def lines(number):
    return [line(number + step) for step in range(number % 5 + 1)]


def order(number):
    """Everything that an order needs: what the checkout shows, agreed to."""
    checkout = visitor.ask("GET", "/api/checkout") if visitor.basket() else None
    if not checkout:
        return None
    draft = checkout["draft"]
    draft.update({field: draft[field] or word for field, word in GUEST.items()})
    draft.update(country="IT", payment=chosen(number, checkout["payments"]), requested_date="")
    if draft["payment"] == "account":
        draft["term"] = ""
    checkout = visitor.ask("PUT", "/api/checkout", draft)
    if not checkout:
        return None
    priced = checkout["basket"]["priced"]
    shipping = priced["shipping"]
    shown = {
        "lines": [{"id": line["id"], "sku": line["sku"], "total": less(line["total"], line["order_discount"])} for line in priced["lines"]],
        "shipping": shipping and shipping["price"],
        "tax": priced["tax"],
        "total": priced["total"],
    }
    body = {"draft": checkout["draft"], "basket_version": checkout["basket"]["version"], "shown": shown}
    if checkout["draft"]["payment"] == "card":
        body["card_token"] = chosen(number, CARD_TOKENS)
    return body


def less(money, discount):
    return {"amount": str(Decimal(money["amount"]) - Decimal(discount["amount"])), "currency": money["currency"]}


def make_real(case, number):
    """Puts what the shop has in the place of what was made up."""
    operation, path, query, body = case.operation.definition.raw["operationId"], case.path_parameters, case.query, case.body
    match operation:
        case "get_product" | "list_reviews" | "get_demonstration":
            path["slug"] = chosen(number, SLUGS)
        case "get_content" if CONTENT:
            path["kind"], path["slug"] = chosen(number, CONTENT)
        case "list_content":
            path["kind"] = chosen(number, KINDS)
        case "list_products":
            if "category" in query and CATEGORIES:
                query["category"] = chosen(number, CATEGORIES)
        case "get_order" if ORDERS:
            path["number"], key = chosen(number, ORDERS)
            case.query = {"key": key} if key else {}
        case "look_up_order" if ORDERS:
            case.body = {"number": chosen(number, ORDERS)[0], "email": EMAIL or GUEST["email"]}
        case "answer_challenge" if PAYMENTS:
            path["id"] = chosen(number, PAYMENTS)
        case "add_lines" | "price_lines":
            case.body = {**body, "lines": lines(number), **({"coupons": [], "term": None} if operation == "price_lines" else {})}
        case "change_line" | "remove_line":
            basket = visitor.basket()
            if basket:
                path["id"] = chosen(number, basket["lines"])["input"]["id"]
        case "save_draft" | "add_coupon" | "choose_term":
            visitor.basket()
        case "choose_company" if COMPANIES:
            case.body = {"company": chosen(number, COMPANIES)}
        case "place_order":
            placed = order(number)
            if placed:
                case.body = placed
                case.headers["Idempotency-Key"] = str(uuid.uuid4())


def written(value):
    """Whole numbers as programs write them: to JSON Schema 12.0 is one, too, which nobody writes and the shop does not read."""
    match value:
        case float() if value.is_integer():
            return int(value)
        case dict():
            return {key: written(entry) for key, entry in value.items()}
        case list():
            return [written(entry) for entry in value]
    return value


@schemathesis.hook
def before_call(context, case, kwargs):
    # The same request is made real the same way each time it is tried.
    number = zlib.crc32(json.dumps([case.path_parameters, case.query, repr(case.body)], default=repr).encode())
    if case.meta is None or case.meta.generation.mode == GenerationMode.POSITIVE:
        if isinstance(case.body, dict | list):
            case.body = written(case.body)
        if number % 4:
            make_real(case, number)
    case.headers.update(visitor.headers())


@schemathesis.hook
def after_call(context, case, response):
    operation = case.operation.definition.raw["operationId"]
    if response.status_code != 200:
        return
    if operation == "sign_out":
        visitor.sign_in()
    elif operation in ("place_order", "answer_challenge"):
        placed = response.json()
        ORDERS.append((placed["number"] if placed["outcome"] == "challenge" else placed["order"]["number"], placed["key"]))
        if placed["outcome"] == "challenge":
            PAYMENTS.append(placed["payment"])
