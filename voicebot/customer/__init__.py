"""Simulated customers: people who answer the phone, with a hidden situation and their own words."""

from voicebot.customer.agreement import Agreement
from voicebot.customer.customer import Customer
from voicebot.customer.mind import Mind
from voicebot.customer.mix import pick_customer
from voicebot.customer.situation import Situation, draw_situation
from voicebot.customer.utterance import Asked, Utterance

__all__ = [
    "Agreement",
    "Asked",
    "Customer",
    "Mind",
    "Situation",
    "Utterance",
    "draw_situation",
    "pick_customer",
]
