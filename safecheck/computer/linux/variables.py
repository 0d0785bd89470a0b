"""Files in which Linux's shells, sessions and PAM find the variables that every program is given."""

VARIABLES = (
    "/etc/environment", "/etc/profile", "/etc/bash.bashrc", "/etc/bashrc", "/etc/zsh/zshrc", "/etc/zsh/zshenv",
    "/etc/zsh/zprofile", "/etc/zshrc", "/etc/zshenv", "/etc/security/pam_env.conf", "~/.profile", "~/.bash_profile",
    "~/.bash_login", "~/.bashrc", "~/.bash_aliases", "~/.zshrc", "~/.zprofile", "~/.zshenv", "~/.zlogin",
    "~/.xprofile", "~/.xsessionrc", "~/.xinitrc", "~/.xsession", "~/.pam_environment", "~/.config/fish/config.fish",
)  # fmt: skip
VARIABLE_FOLDERS = (
    "/etc/profile.d", "/etc/environment.d", "/usr/lib/environment.d", "/usr/local/lib/environment.d",
    "~/.config/environment.d", "~/.config/plasma-workspace/env",
)  # fmt: skip
