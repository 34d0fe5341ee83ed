"""Call scripts: templated dialogues in YAML. `scripts/README.md` is the manual."""

from voicebot.script.load import load_script, shipped_scripts
from voicebot.script.script import Script, Step

__all__ = ["Script", "Step", "load_script", "shipped_scripts"]
