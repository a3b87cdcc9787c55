"""The flow graph of a small line, place by place."""

from __future__ import annotations

import subprocess
import sys

from kanbanlang.flow.graph import CUSTOMERS, build_graph
from kanbanlang.model import load_text

LINE = """\
policy gearbox_line
calendar two_shift { mon..fri 06:00..22:00 }
item gear    "Gear, module 2" { unit pcs; pack 20 pcs }
item shaft   { unit pcs; pack 10 pcs }
item gearbox { unit pcs }
vlm lift "Vertical lift" { tray 7 { compartments 4; holds 100 pcs of gear each } }
dock receiving { handling time 10 min }
supplier acme "ACME Gears" { works two_shift }
supplier other
station assembly { makes gearbox from 2 gear, 1 shaft }
buffer line_gears of gear at assembly { kanban 3 cards; from lift_gears }
buffer line_shafts of shaft at assembly {
  two bins of 10 pcs
  from acme share 70 % { lead time 2 working d }
  from other share 30 %
}
buffer lift_gears of gear in lift tray 7 {
  reorder at 120 pcs up to 300 pcs
  from acme { via receiving; lead time normal(2 d, 4 h); minimum 100 pcs; multiple 20 pcs }
}
buffer shipping of gearbox { from assembly; serves customers }
trigger top_up { when position(shipping) < 8 pcs; pull 4 pcs to shipping }
"""


def test_goods_flow_from_suppliers_to_customers_and_signals_against_them() -> None:
    policy = load_text(LINE, "line.kanban").policy
    assert policy is not None
    edges = sorted(
        (edge["kind"], start, end, edge["item"], edge["label"], edge.get("quantity"))
        for start, end, edge in build_graph(policy).edges(data=True)
    )
    assert edges == [
        ("material", "acme", "line_shafts", "shaft", "70 %, lead time 2 working d", "10 pcs"),
        ("material", "acme", "receiving", "gear", "lead time normal(2 d, 4 h), minimum 100 pcs, multiple 20 pcs", ""),
        ("material", "assembly", "shipping", "gearbox", "", ""),
        ("material", "lift_gears", "line_gears", "gear", "", "20 pcs"),
        ("material", "line_gears", "assembly", "gear", "2 pcs for 1 pcs of gearbox", "2 pcs"),
        ("material", "line_shafts", "assembly", "shaft", "1 pcs for 1 pcs of gearbox", "1 pcs"),
        ("material", "other", "line_shafts", "shaft", "30 %", "10 pcs"),
        ("material", "receiving", "lift_gears", "gear", "handling time 10 min", ""),
        ("material", "shipping", CUSTOMERS, "gearbox", "", ""),
        ("signal", CUSTOMERS, "shipping", "gearbox", "orders", None),
        ("signal", "lift_gears", "acme", "gear", "at 120 up to 300 pcs", None),
        ("signal", "line_gears", "lift_gears", "gear", "kanban, 3 cards of 20 pcs", None),
        ("signal", "line_shafts", "acme", "shaft", "two bins of 10 pcs", None),
        ("signal", "line_shafts", "other", "shaft", "two bins of 10 pcs", None),
        ("signal", "shipping", "assembly", "gearbox", "trigger top_up", None),
    ]


def test_places_say_what_they_are() -> None:
    policy = load_text(LINE, "line.kanban").policy
    assert policy is not None
    graph = build_graph(policy)
    assert graph.nodes["lift_gears"] == {
        "kind": "buffer",
        "title": "",
        "item": "gear",
        "rule": "reorder at 120 pcs up to 300 pcs",
        "at_station": "",
        "in_store": "lift",
        "tray": "7",
    }
    assert {name: kind for name, kind in graph.nodes(data="kind") if kind != "buffer"} == {
        "lift": "store",
        "receiving": "dock",
        "acme": "supplier",
        "other": "supplier",
        "assembly": "station",
        CUSTOMERS: "customers",
    }
    assert graph.nodes["acme"]["title"] == "ACME Gears"


def test_checks_do_not_load_the_graph_library() -> None:
    script = "import sys, kanbanlang.flow.checks, kanbanlang.flow.graph; print('networkx' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"
