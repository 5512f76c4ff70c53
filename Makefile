# 執行 make 看有哪些工作可以做。
# A variable given to make (PERIOD, INBOX, OUT, FILE, SETTINGS, FORM, WAIVERS, REASON …) reaches the recipes through the
# environment, so a name with blanks or quotes in it stays one argument.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help report status send publish replay templates check test agree lint tools docs samples approve bench fuzz lock clean

PYTHON ?= python3
export PYTHON
# Bytecode that is kept saves every command a third of a second, and the tests half a minute.
unexport PYTHONDONTWRITEBYTECODE
py := .venv/bin/python
inbox := $(if $(wildcard inbox/.),inbox,samples/inbox)

help: ## 列出這些工作
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

report: .venv/.run-stamp ## 彙整一季成果 [PERIOD=115Q3] [INBOX=inbox] [OUT=out] [SETTINGS=檔案] [FORM=檔案] [WAIVERS=檔案] [AS_OF=2026-10-15]
	@$(py) -m gmreports report "$${INBOX:-$(inbox)}" $${PERIOD:+--period "$$PERIOD"} --out "$${OUT:-out}" \
	  $${AS_OF:+--as-of "$$AS_OF"} \
	  $${SETTINGS:+--settings "$$SETTINGS"} $${FORM:+--form "$$FORM"} \
	  $${WAIVERS:+--waivers "$$WAIVERS"}

status: .venv/.run-stamp ## 看這一季的進度 [PERIOD=115Q3] [INBOX=inbox] [OUT=out] [AS_OF=2026-10-15]
	@$(py) -m gmreports status "$${INBOX:-$(inbox)}" $${PERIOD:+--period "$$PERIOD"} --out "$${OUT:-out}" \
	  $${AS_OF:+--as-of "$$AS_OF"} $${SETTINGS:+--settings "$$SETTINGS"} $${FORM:+--form "$$FORM"} \
	  $${WAIVERS:+--waivers "$$WAIVERS"}

send: .venv/.run-stamp ## 預覽要寄的信；加 ARGS="--smtp 主機" 才寄 PERIOD=115Q3 [OUT=out]
	@test -n "$$PERIOD" || { echo '請指定要寄哪一季的信，例如：make send PERIOD=115Q3' >&2; exit 2; }
	@$(py) -m gmreports send "$${OUT:-out}/$$(echo "$$PERIOD" | tr q Q)" $(ARGS)

publish: .venv/.run-stamp ## 公布一季 PERIOD=115Q3 [REASON=原因] [ON=2026-10-20] [INBOX=inbox] [OUT=out]
	@test -n "$$PERIOD" || { echo '請指定要公布哪一季，例如：make publish PERIOD=115Q3' >&2; exit 2; }
	@$(py) -m gmreports publish "$$PERIOD" --inbox "$${INBOX:-$(inbox)}" --out "$${OUT:-out}" \
	  $${REASON:+--reason "$$REASON"} $${ON:+--on "$$ON"}

replay: .venv/.run-stamp ## 重做公布過的結果，比對是否相同 PERIOD=115Q3 [NUMBER=1] [INBOX=inbox] [OUT=out]
	@test -n "$$PERIOD" || { echo '請指定要重做哪一季，例如：make replay PERIOD=115Q3' >&2; exit 2; }
	@$(py) -m gmreports replay "$$PERIOD" --inbox "$${INBOX:-$(inbox)}" --out "$${OUT:-out}" \
	  $${NUMBER:+--number "$$NUMBER"}

templates: .venv/.run-stamp ## 產生給各區的空白表 [PERIOD=115Q4] [OUT=templates/xlsx]
	@$(py) -m gmreports template --period "$${PERIOD:-115Q4}" --out "$${OUT:-templates/xlsx}"

check: .venv/.run-stamp ## 檢核一個填好的檔案 FILE=檔案
	@test -n "$$FILE" || { echo '請指定要檢核的檔案，例如：make check FILE="蘆竹區 115Q3.xlsx"' >&2; exit 2; }
	@$(py) -m gmreports check "$$FILE" $${PERIOD:+--period "$$PERIOD"}

test: .venv/.dev-stamp ## 執行測試 [ARGS="-k 名稱"]
	@$(py) -m pytest $(ARGS)

agree: .venv/.dev-stamp ## 用 LibreOffice 重算，比對表內的檢查與程式的檢核
	@$(py) -m pytest -n 0 -q -s tests/rules/test_formulas.py tests/rules/test_verdict.py

lint: .venv/.dev-stamp ## 檢查程式的寫法、型別與架構
	@$(py) -m ruff check
	@$(py) -m ruff format --check
	@$(py) -m mypy
	@.venv/bin/lint-imports --no-logo

tools: ## 安裝測試用的 LibreOffice、Chromium 與中文字型
	@bash .ci/tools

docs: .venv/.dev-stamp ## 重新產生說明文件
	@$(py) docs/build.py

samples: .venv/.dev-stamp ## 重新產生範例
	@$(py) samples/build.py

approve: .venv/.dev-stamp ## 接受新的範例結果（CI 中不可用）
	@test -z "$$CI" || { echo 'CI 中不可接受新的範例結果：請在自己的電腦上看過差異再執行。' >&2; exit 2; }
	@$(py) samples/build.py --approve

bench: .venv/.dev-stamp ## 測量速度
	@$(py) tests/bench.py

fuzz: .venv/.dev-stamp ## 用打壞的檔案長時間測試讀檔 [MINUTES=10]
	@FUZZ_MINUTES="$${MINUTES:-10}" $(py) -m pytest -n 0 -q -s tests/fuzz

lock: ## 依 pyproject.toml 重新鎖定套件版本 [UPGRADE=1]
	@sh .ci/relock

clean: ## 刪除環境與暫存檔（inbox、out 不動）
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -type d -name __pycache__ -prune -exec rm -rf {} +

# The set-up. An environment whose Python is gone (upgraded, or the folder came from elsewhere) is none.
ifneq ($(shell exec 2>/dev/null; $(py) -c 'import click; print("fit")'),fit)
.PHONY: .venv/.run-stamp .venv/.dev-stamp
endif

.venv/.run-stamp: .ci/lock/run.txt
	@sh .ci/setup run

.venv/.dev-stamp: .ci/lock/dev.txt
	@sh .ci/setup dev
