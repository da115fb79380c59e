using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Pir.Migrations.PostgreSql.IncidentIntake
{
    /// <inheritdoc />
    public partial class DroppedBodies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "BodyDroppedAt",
                table: "FailedDeliveries",
                type: "timestamp with time zone",
                nullable: true
            );

            migrationBuilder.CreateIndex(
                name: "IX_FailedDeliveries_SourceId_BodyDroppedAt_ReceivedAt",
                table: "FailedDeliveries",
                columns: new[] { "SourceId", "BodyDroppedAt", "ReceivedAt" }
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_FailedDeliveries_SourceId_BodyDroppedAt_ReceivedAt",
                table: "FailedDeliveries"
            );

            migrationBuilder.DropColumn(name: "BodyDroppedAt", table: "FailedDeliveries");
        }
    }
}
