from matrika.cli import main

main()
