"""How staff share their work: who has which filing, who confirms whose approval, what they reject for."""
