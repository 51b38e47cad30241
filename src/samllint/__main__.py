from samllint.cli import main

raise SystemExit(main())
