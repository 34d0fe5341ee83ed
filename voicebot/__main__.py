"""`python -m voicebot`."""

from voicebot.cli import main

# Worker processes import this module again: they must not start the command once more.
if __name__ == "__main__":
    main()
