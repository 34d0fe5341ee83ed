"""Accounts: who is to be called, and about what; and the file that they are read from."""

from voicebot.accounts.account import Account
from voicebot.accounts.file import REQUIRED, Accounts, Rejected, read_accounts, write_accounts, write_rejected

__all__ = ["REQUIRED", "Account", "Accounts", "Rejected", "read_accounts", "write_accounts", "write_rejected"]
