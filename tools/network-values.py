"""Computes the values that test/harness/network-values.json holds, independently of our code, by networkx.

python3 tools/network-values.py ../shared/fixtures/networks > test/harness/network-values.json

Directed ties count in either direction (weakly), repeated ties once; isolates stay in. Centralisations, fragmentation (Borgatti 2006) and
the E-I index are written out here from their definitions, on centralities that networkx computes.
"""

import csv
import itertools
import json
import sys
from pathlib import Path

import networkx as nx

# The Florentine marriage network: Padgett & Ansell, "Robust action and the rise of the Medici", American J. Sociology 98, 1993.
# Ties as in networkx.florentine_families_graph (Breiger & Pattison 1986), with the isolate Pucci that those leave out.
florence = nx.florentine_families_graph()
florence.add_node("Pucci")


def spread(values):
    values = list(values)
    return sum(max(values) - v for v in values)


def fragmentation(g):
    n = g.number_of_nodes()
    return 1 - sum(len(c) * (len(c) - 1) for c in nx.connected_components(g)) / (n * (n - 1))


def distance_fragmentation(g):
    return 1 - nx.global_efficiency(g)


def measures(g, groups=None):
    n = g.number_of_nodes()
    order = list(g.nodes)
    index = {v: i for i, v in enumerate(order)}
    degree = dict(g.degree())
    between = nx.betweenness_centrality(g, normalized=False)
    close = nx.closeness_centrality(g, wf_improved=True)
    core = nx.core_number(g)

    def without(nodes):
        h = g.copy()
        h.remove_nodes_from(nodes)
        return h

    key = {}
    for k in (1, 2):
        best = max(distance_fragmentation(without(s)) for s in itertools.combinations(order, k))
        key[str(k)] = best
    out = {
        "nodes": order,
        "ties": [[index[a], index[b]] for a, b in g.edges],
        "density": nx.density(g),
        "centralisation": {
            "degree": spread(degree.values()) / ((n - 1) * (n - 2)),
            "betweenness": spread(between.values()) / ((n - 1) ** 2 * (n - 2) / 2),
            "closeness": spread(close.values()) / ((n - 1) * (n - 2) / (2 * n - 3)),
        },
        "components": sorted((len(c) for c in nx.connected_components(g)), reverse=True),
        "fragmentation": fragmentation(g),
        "distanceFragmentation": distance_fragmentation(g),
        "cutPoints": sorted(index[v] for v in nx.articulation_points(g)),
        "betweenness": [between[v] for v in order],
        "closeness": [close[v] for v in order],
        "core": [core[v] for v in order],
        "keyPlayers": key,
    }
    if groups:
        external = sum(groups[a] != groups[b] for a, b in g.edges)
        out["outwardInward"] = (2 * external - g.number_of_edges()) / g.number_of_edges()
        out["groups"] = [groups[v] for v in order]
    return out


def main(folder):
    values = {"florence": measures(florence)}
    karate = nx.Graph()
    karate.add_nodes_from(range(34))
    with open(folder / "karate.csv", encoding="utf8") as file:
        karate.add_edges_from((int(r["source"]), int(r["target"])) for r in csv.DictReader(file))
    values["karate"] = measures(karate)
    for net in json.loads((folder / "emon.json").read_text(encoding="utf8")):
        g = nx.Graph()
        g.add_nodes_from(range(len(net["nodes"])))
        g.add_edges_from((a - 1, b - 1) for a, b in zip(net["from"], net["to"]) if a != b)
        values[net["name"]] = measures(g, dict(enumerate(net["sponsorship"])))
    # Ties of the fixtures stay in the fixtures; only Florence's, which are facts written down here, go along.
    for name, value in values.items():
        if name != "florence":
            for part in ("nodes", "ties", "groups"):
                value.pop(part, None)
    rounded = json.loads(json.dumps(values), parse_float=lambda text: round(float(text), 12))
    json.dump(rounded, sys.stdout, ensure_ascii=False, separators=(",", ":"))


main(Path(sys.argv[1]))
